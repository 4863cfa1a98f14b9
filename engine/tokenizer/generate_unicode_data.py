#!/usr/bin/env python3
"""Writes unicode_data.cpp: the character properties that split patterns use.

They are asked from Hugging Face's `tokenizers` package itself, one code point at a time, so that our classes are
those of its regular expression engine (Oniguruma, with its own Unicode version) and not those of some other
Unicode version installed here.

Needs: pip install tokenizers==0.23.3
Run:   python engine/tokenizer/generate_unicode_data.py > engine/tokenizer/unicode_data.cpp
"""
import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Digits, Split

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
CATEGORIES = ("Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn").split()


def matched_by(pre_tokenizer):
    """Code points that a pre-tokenizer keeps, where it removes all others."""
    kept = set()
    for i in range(0, len(CODE_POINTS), 4096):
        text = "".join(map(chr, CODE_POINTS[i : i + 4096]))
        for piece, _ in pre_tokenizer.pre_tokenize_str(text):
            kept.update(map(ord, piece))
    return kept


def matched_by_regex(pattern):
    return matched_by(Split(Regex(pattern), "removed", invert=True))


def numeric():
    """What `Digits` cuts out: it isolates each such character behind a letter."""
    digits = Digits(individual_digits=True)
    return {c for c in CODE_POINTS if len(digits.pre_tokenize_str("a" + chr(c) + "a")) == 3}


def word():
    """Word characters beside an added token that matches whole words only."""
    tokenizer = Tokenizer(BPE(vocab={"@": 0}, merges=[]))
    tokenizer.add_tokens([AddedToken("@", single_word=True)])
    tokenizer = Tokenizer.from_str(
        tokenizer.to_str().replace('"content":"@"', '"content":"#@"').replace('"vocab":{"@":0}', '"vocab":{}')
    )
    return {c for c in CODE_POINTS if not tokenizer.encode("#@" + chr(c)).ids}


def ranges(members):
    result = []
    for c in sorted(members):
        if result and result[-1][1] == c - 1:
            result[-1][1] = c
        else:
            result.append([c, c])
    return result


def print_values(name, values):
    print(f"constexpr std::uint32_t {name}_data[] = {{")
    for i in range(0, len(values), 9):
        print("    " + " ".join(f"0x{v:X}," for v in values[i : i + 9]))
    print("};")


def main():
    category = {c: CATEGORIES.index("Cs") for c in range(0xD800, 0xE000)}
    for index, name in enumerate(CATEGORIES):
        if name == "Cs":
            continue
        for c in matched_by_regex(r"\p{%s}" % name):
            assert c not in category, hex(c)
            category[c] = index
    runs = [c << 8 | category[c] for c in range(0x110000) if c == 0 or category[c] != category[c - 1]]

    print(f"// Written by generate_unicode_data.py from tokenizers {tokenizers.__version__}. Do not edit.")
    print("// clang-format off")
    print('#include "engine/tokenizer/unicode_data.h"\n')
    print("namespace hadal::tokenizer {\nnamespace {\n")
    print_values("category_runs", runs)
    sets = {
        "white_space": matched_by_regex(r"\s"),
        "regex_word": matched_by_regex(r"\w"),
        "han": matched_by_regex(r"\p{Han}"),
        "numeric": numeric(),
        "added_token_word": word(),
    }
    for name, members in sets.items():
        print_values(name, [v for r in ranges(members) for v in r])
    print("\n} // namespace\n")
    print("const std::span<const std::uint32_t> category_runs = category_runs_data;")
    for name in sets:
        print(f"const std::span<const std::uint32_t> {name}_ranges = {name}_data;")
    print("\n} // namespace hadal::tokenizer")


if __name__ == "__main__":
    main()
