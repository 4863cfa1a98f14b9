// How a language looks: what the highlighter must know of it.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace hadal::ui::code {

enum class Token : quint8 {
    Plain,
    Keyword,
    Type,
    String,
    Escape,
    Number,
    Function, ///< and keys of data
    Comment,
    Attribute,
    Added,
    Removed,
};

/// A stretch with marks at both ends: a string or a comment.
struct Region {
    enum class Where : quint8 { Anywhere, LineStart, Column0, AfterSpace };
    /// How its end is found where it is no fixed text.
    enum class Raw : quint8 {
        No,
        Cpp,     ///< R"mark( … )mark"
        Hashes,  ///< r##" … "##, as many as at the opening
        Long,    ///< [==[ … ]==]
        Dollar,  ///< $tag$ … $tag$
        Heredoc, ///< <<MARK, from the next line on to a line that is MARK
        Char,    ///< 'x' or '\n': a lone mark is something else
    };
    Token token = Token::Plain;
    QString open;
    QString close; ///< empty: the end of the line
    Where where = Where::Anywhere;
    Raw raw = Raw::No;
    bool multi = false;   ///< goes on over line ends
    bool nest = false;    ///< holds its like
    bool escapes = false; ///< a backslash takes what follows
    bool doubled = false; ///< the closing mark twice is the mark itself
    bool sigils = false;  ///< variables are seen inside
    QString codeOpen;     ///< what is between these is code again
    QString codeClose;
};

/// One language, read from a file of languages/. Never changes once it is read.
struct Language {
    struct Sigil {
        QChar mark;
        Token token;
    };
    struct Mark {
        QString prefix;
        Token token;
    };

    /// Reads the text of a .lang file; languages/README.md says what stands in one.
    static Language read(const QString& text);

    QString name;
    QString extension;   ///< of its files, without a dot; may be empty
    QStringList aliases; ///< lower case
    QHash<QString, Token> words;
    QHash<QString, Token> after; ///< what a word makes of the next identifier
    std::vector<Region> regions;
    QHash<QChar, std::vector<int>> regionsAt; ///< by first character, longest first
    std::vector<Sigil> sigils;
    std::vector<Mark> lines;    ///< lines that begin so are of one token
    QString wordStart;          ///< letters of identifiers besides letters, digits and _
    QString wordPart;           ///< the same, but not as the first
    QString lineKey;            ///< marks that make what stands before them on a line a key
    bool stringKeys = false;    ///< a string before a colon is a key
    bool wordKeys = false;      ///< so is an identifier right before one
    Token first = Token::Plain; ///< of the first word on a line
    QChar macro;                ///< an identifier followed by it is a function
    bool nocase = false;
    bool calls = true;     ///< an identifier followed by ( is a function
    bool capitals = false; ///< identifiers with a capital are types
    bool numbers = true;
    bool quoteInNumbers = false;
    bool regex = false;  ///< /…/ where a value is expected
    bool markup = false; ///< text, with tags
    bool tags = false;   ///< tags within code (JSX)
    QStringList unknown; ///< lines of the file that were not understood
};

/// The language of a fence's info string; null: none is known by this name.
const Language* findLanguage(const QString& name);

/// All of them, for tests.
std::vector<const Language*> allLanguages();

} // namespace hadal::ui::code
