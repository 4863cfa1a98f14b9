// TeX's names of characters.
#pragma once

#include "ui/math/node.h"

namespace hadal::ui::math {

struct SymbolEntry {
    char32_t character;
    Class cls;
    bool large = false;  ///< grows in display style
    bool limits = false; ///< has its scripts above and below there
};

/// The character that a command such as "alpha" stands for; null: none.
const SymbolEntry* findSymbol(const QString& command);
/// The class of a character that was typed as itself.
Class classOf(char32_t character);
/// An operator that is written as its name ("sin"): 1, with limits ("lim") 2, none 0.
int operatorName(const QString& command);
/// \hat and its like: the accent's character, 0 for none.
char32_t accentOf(const QString& command, bool& stretchy);
/// What \not makes of a character; 0: no such character.
char32_t negated(char32_t character);

enum class Alphabet : quint8 { Normal, Roman, Italic, Bold, BoldItalic, Double, Script, Fraktur, Sans, Mono };
/// A letter or digit in an alphabet; other characters stay.
char32_t inAlphabet(char32_t character, Alphabet alphabet);

/// The delimiter that a command or a character names; 0: none.
char32_t delimiterOf(const QString& name);

} // namespace hadal::ui::math
