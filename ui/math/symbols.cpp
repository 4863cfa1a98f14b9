#include "ui/math/symbols.h"

#include <QHash>

#include <array>

namespace hadal::ui::math {
namespace {

/// One table a class: "name character" pairs, parted by spaces.
struct Names {
    Class cls;
    const char16_t* all;
    bool large = false;
    bool limits = false;
};

constexpr Names kNames[] = {
    {Class::Ord,
     u"alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ "
     u"varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ "
     u"upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ "
     u"Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω Alpha Α Beta Β "
     u"Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ "
     u"infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ hbar ℏ hslash ℏ ell ℓ "
     u"wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ gimel ℷ daleth ℸ imath ı jmath ȷ prime ′ backprime ‵ angle ∠ "
     u"measuredangle ∡ sphericalangle ∢ triangle △ bigtriangleup △ square □ Box □ blacksquare ■ lozenge ◊ "
     u"blacklozenge ⧫ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ "
     u"top ⊤ bot ⊥ neg ¬ lnot ¬ complement ∁ mho ℧ eth ð Finv Ⅎ surd √ checkmark ✓ maltese ✠ degree ° "
     u"dag † ddag ‡ S § P ¶ pounds £ copyright © yen ¥ euro € # # % % & & $ $ _ _ "
     u"colon : vdots ⋮ Bbbk 𝕜 dagger † ddagger ‡ textbackslash \\ backslash \\ nabla ∇ hearts ♡ "
     u"N ℕ Z ℤ R ℝ C ℂ Q ℚ reals ℝ natnums ℕ"},
    {Class::Inner,
     u"ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ ddots ⋱ iddots ⋰ mathellipsis …"},
    {Class::Bin,
     u"pm ± mp ∓ times × div ÷ cdot ⋅ centerdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ Cap ⋒ Cup ⋓ "
     u"uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ "
     u"triangleleft ◁ triangleright ▷ bigtriangledown ▽ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ "
     u"bigcirc ◯ amalg ⨿ ltimes ⋉ rtimes ⋊ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ dotplus ∔ divideontimes "
     u"⋇ "
     u"intercal ⊺ veebar ⊻ barwedge ⌅ curlyvee ⋎ curlywedge ⋏ circledast ⊛ circledcirc ⊚ lhd ⊲ rhd ⊳ unlhd ⊴ "
     u"unrhd ⊵ And & doublebarwedge ⩞"},
    {Class::Rel,
     u"leq ≤ le ≤ geq ≥ ge ≥ leqslant ⩽ geqslant ⩾ neq ≠ ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ approxeq ≊ "
     u"cong ≅ asymp ≍ doteq ≐ propto ∝ varpropto ∝ ll ≪ gg ≫ lll ⋘ ggg ⋙ prec ≺ succ ≻ preceq ⪯ succeq ⪰ "
     u"preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ "
     u"supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ "
     u"notin ∉ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ Vvdash ⊪ "
     u"nvdash ⊬ nvDash ⊭ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢ lesssim ≲ gtrsim ≳ lessgtr ≶ gtrless ≷ lesseqgtr ⋚ "
     u"lessapprox ⪅ gtrapprox ⪆ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ leqq ≦ geqq ≧ "
     u"nsim ≁ ncong ≇ triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ defeq ≝ circeq ≗ bumpeq ≏ Bumpeq ≎ backsim "
     u"∽ "
     u"thicksim ∼ thickapprox ≈ eqsim ≂ risingdotseq ≓ fallingdotseq ≒ therefore ∴ because ∵ between ≬ "
     u"pitchfork ⋔ vartriangle △ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳ "
     u"shortmid ∣ shortparallel ∥ Subset ⋐ Supset ⋑ "
     u"to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ "
     u"implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ longrightarrow ⟶ longleftarrow ⟵ "
     u"longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ uparrow ↑ downarrow ↓ "
     u"updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ "
     u"hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ "
     u"leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ leftrightarrows ⇆ "
     u"rightrightarrows ⇉ leftleftarrows ⇇ upuparrows ⇈ downdownarrows ⇊ twoheadrightarrow ↠ "
     u"twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢ rightsquigarrow ⇝ leadsto ⇝ leftrightsquigarrow ↭ "
     u"curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻ circlearrowleft ↺ nrightarrow ↛ nleftarrow ↚ "
     u"nRightarrow ⇏ nLeftarrow ⇍ nLeftrightarrow ⇎ dashrightarrow ⇢ dashleftarrow ⇠ multimap ⊸ Lsh ↰ Rsh ↱ "
     u"upharpoonright ↾ upharpoonleft ↿ restriction ↾ vcentcolon :"},
    {Class::Open,
     u"langle ⟨ lbrace { { { lbrack [ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ llbracket ⟦ ulcorner ⌜ "
     u"llcorner ⌞"},
    {Class::Close, u"rangle ⟩ rbrace } } } rbrack ] rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rrbracket ⟧ "
                   u"urcorner ⌝ lrcorner ⌟"},
    {Class::Ord, u"vert | Vert ‖ | ‖"},
    {Class::Op,
     u"sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ "
     u"biguplus ⨄ bigsqcup ⨆",
     true, true},
    {Class::Op, u"int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ intop ∫", true, false},
    {Class::Op, u"smallint ∫"},
    {Class::Punct, u"ldotp . cdotp ⋅"},
};

const QHash<QString, SymbolEntry>& symbols() {
    static const QHash<QString, SymbolEntry> all = [] {
        QHash<QString, SymbolEntry> table;
        for (const Names& names : kNames) {
            const QStringList words = QString::fromUtf16(names.all).split(' ', Qt::SkipEmptyParts);
            for (qsizetype i = 0; i + 1 < words.size(); i += 2)
                table.insert(words.at(i),
                             {words.at(i + 1).toUcs4().first(), names.cls, names.large, names.limits});
        }
        return table;
    }();
    return all;
}

} // namespace

const SymbolEntry* findSymbol(const QString& command) {
    const auto found = symbols().constFind(command);
    return found == symbols().cend() ? nullptr : &*found;
}

Class classOf(char32_t character) {
    switch (character) {
    case '+':
    case 0x2212:
    case '*':
    case 0x2217:
        return Class::Bin;
    case '=':
    case '<':
    case '>':
    case ':':
        return Class::Rel;
    case '(':
    case '[':
        return Class::Open;
    case ')':
    case ']':
    case '!':
    case '?':
        return Class::Close;
    case ',':
    case ';':
        return Class::Punct;
    default:
        break;
    }
    static const QHash<char32_t, Class> typed = [] {
        QHash<char32_t, Class> classes;
        for (const SymbolEntry& entry : symbols())
            if (entry.character > 0x7F && entry.cls != Class::Ord)
                classes.insert(entry.character, entry.cls);
        return classes;
    }();
    return typed.value(character, Class::Ord);
}

int operatorName(const QString& command) {
    static const QStringList plain = QStringLiteral("arccos arcsin arctan arg cos cosh cot coth csc deg dim "
                                                    "exp hom ker lg ln log sec sin sinh tan tanh "
                                                    "arccot arcsec arccsc sech csch rank tr Tr sgn erf")
                                         .split(' ');
    static const QStringList limits =
        QStringLiteral("lim limsup liminf max min sup inf det gcd Pr argmax argmin injlim projlim plim")
            .split(' ');
    return plain.contains(command) ? 1 : limits.contains(command) ? 2 : 0;
}

char32_t accentOf(const QString& command, bool& stretchy) {
    static const QHash<QString, char32_t> narrow = {
        {"hat", 0x302}, {"check", 0x30C}, {"tilde", 0x303},    {"acute", 0x301},   {"grave", 0x300},
        {"dot", 0x307}, {"ddot", 0x308},  {"dddot", 0x20DB},   {"ddddot", 0x20DC}, {"breve", 0x306},
        {"bar", 0x304}, {"vec", 0x20D7},  {"mathring", 0x30A},
    };
    static const QHash<QString, char32_t> wide = {
        {"widehat", 0x302}, {"widetilde", 0x303}, {"widecheck", 0x30C}};
    stretchy = wide.contains(command);
    return stretchy ? wide.value(command) : narrow.value(command, 0);
}

char32_t negated(char32_t character) {
    static const QHash<char32_t, char32_t> all = {
        {'=', 0x2260},    {'<', 0x226E},    {'>', 0x226F},    {0x2208, 0x2209}, {0x220B, 0x220C},
        {0x2261, 0x2262}, {0x2282, 0x2284}, {0x2283, 0x2285}, {0x2286, 0x2288}, {0x2287, 0x2289},
        {0x223C, 0x2241}, {0x2248, 0x2249}, {0x2245, 0x2247}, {0x2264, 0x2270}, {0x2265, 0x2271},
        {0x2203, 0x2204}, {0x2223, 0x2224}, {0x2225, 0x2226}, {0x2192, 0x219B}, {0x2190, 0x219A},
        {0x21D2, 0x21CF}, {0x21D4, 0x21CE}, {0x22A2, 0x22AC}, {0x22A8, 0x22AD}, {0x227A, 0x2280},
        {0x227B, 0x2281}, {0x2243, 0x2244}, {0x2194, 0x21AE},
    };
    return all.value(character, 0);
}

char32_t inAlphabet(char32_t c, Alphabet alphabet) {
    struct Starts {
        char32_t upper, lower, digit, greekUpper, greekLower;
    };
    static constexpr std::array<Starts, 10> starts = {{
        {0x1D434, 0x1D44E, 0, 0, 0x1D6FC},             // Normal
        {0, 0, 0, 0, 0},                               // Roman
        {0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC},       // Italic
        {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2}, // Bold
        {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736}, // BoldItalic
        {0x1D538, 0x1D552, 0x1D7D8, 0, 0},             // Double
        {0x1D49C, 0x1D4B6, 0, 0, 0},                   // Script
        {0x1D504, 0x1D51E, 0, 0, 0},                   // Fraktur
        {0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0},             // Sans
        {0x1D670, 0x1D68A, 0x1D7F6, 0, 0},             // Mono
    }};
    static const QHash<char32_t, char32_t> elsewhere = {
        {0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131}, {0x1D4A3, 0x210B},
        {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133}, {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F},
        {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134}, {0x1D506, 0x212D}, {0x1D50B, 0x210C}, {0x1D50C, 0x2111},
        {0x1D515, 0x211C}, {0x1D51D, 0x2128}, {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115},
        {0x1D547, 0x2119}, {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124},
    };
    const Starts& start = starts[size_t(alphabet)];
    const auto shifted = [&](char32_t base, char32_t first) {
        const char32_t result = base + (c - first);
        return elsewhere.value(result, result);
    };
    if (c >= 'A' && c <= 'Z' && start.upper)
        return shifted(start.upper, 'A');
    if (c >= 'a' && c <= 'z' && start.lower)
        return shifted(start.lower, 'a');
    if (c >= '0' && c <= '9' && start.digit)
        return shifted(start.digit, '0');
    if (c >= 0x391 && c <= 0x3A9 && start.greekUpper)
        return shifted(start.greekUpper, 0x391);
    if (start.greekLower) {
        if (c >= 0x3B1 && c <= 0x3C9)
            return shifted(start.greekLower, 0x3B1);
        static constexpr char32_t variants[] = {0x2202, 0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6};
        for (char32_t i = 1; i < 7; ++i)
            if (c == variants[i])
                return start.greekLower + 25 + i;
    }
    return c;
}

char32_t delimiterOf(const QString& name) {
    static const QHash<QString, char32_t> all = {
        {"(", '('},
        {")", ')'},
        {"[", '['},
        {"]", ']'},
        {"|", '|'},
        {"/", '/'},
        {".", '.'},
        {"<", 0x27E8},
        {">", 0x27E9},
        {"\\{", '{'},
        {"\\}", '}'},
        {"\\|", 0x2016},
        {"\\langle", 0x27E8},
        {"\\rangle", 0x27E9},
        {"\\lbrace", '{'},
        {"\\rbrace", '}'},
        {"\\lbrack", '['},
        {"\\rbrack", ']'},
        {"\\vert", '|'},
        {"\\Vert", 0x2016},
        {"\\lvert", '|'},
        {"\\rvert", '|'},
        {"\\lVert", 0x2016},
        {"\\rVert", 0x2016},
        {"\\lfloor", 0x230A},
        {"\\rfloor", 0x230B},
        {"\\lceil", 0x2308},
        {"\\rceil", 0x2309},
        {"\\backslash", '\\'},
        {"\\uparrow", 0x2191},
        {"\\downarrow", 0x2193},
        {"\\updownarrow", 0x2195},
        {"\\Uparrow", 0x21D1},
        {"\\Downarrow", 0x21D3},
        {"\\Updownarrow", 0x21D5},
        {"\\lgroup", 0x27EE},
        {"\\rgroup", 0x27EF},
        {"\\llbracket", 0x27E6},
        {"\\rrbracket", 0x27E7},
        {"\\ulcorner", 0x231C},
        {"\\urcorner", 0x231D},
        {"\\llcorner", 0x231E},
        {"\\lrcorner", 0x231F},
        {"\\mid", '|'},
        {"⟨", 0x27E8},
        {"⟩", 0x27E9},
        {"‖", 0x2016},
    };
    return all.value(name, 0);
}

} // namespace hadal::ui::math
