"""Writes conversations. Everything follows from the seed.

    python data.py [SEED [COUNT]]      print a few conversations
"""
import random
import re
import sys

import encoding
from copying import copying
from json_skills import structured
from talks import chat, echo
from tools import choosing, with_tools

# Each returns the messages of a beginning and several ways to go on from there.
SKILLS = dict(chat=chat, choice=choosing, tools=with_tools, json=structured, repeat=echo)

# kind -> share of the tokens
MIX = dict(chat=0.46, choice=0.09, tools=0.23, json=0.18, repeat=0.015, copying=0.025)
WARM_MIX = dict(chat=0.14, choice=0.12, tools=0.40, json=0.25, repeat=0.02, copying=0.07)


def brief(r, text):
    """Often an answer need not be practised to its end: its first words tell whether the question was understood."""
    begin = text.rfind("</think>") + len("</think>")
    words = text[begin:].split(" ")
    end = begin + (10 if len(words) < 3 else len(" ".join(words[:r.randint(5, 9)])))
    return len(text) if r.random() < 0.5 or len(text) - end < 30 else end


def named(r, text):
    """Calls as far as the last tool's name: which one fits is decided there. Most go on to the first argument.
    Of an answer without a call, the beginning."""
    ends = [m.end() for m in re.finditer('invoke name="[^"]+">|</｜DSML｜parameter>', text[:text.rfind("</｜DSML｜invoke>")])]
    last = next((n for n in reversed(range(len(ends))) if text[:ends[n]].endswith('">')), None)
    return brief(r, text) if last is None else ends[last + (r.random() < 0.7 and last + 1 < len(ends))]


CUT = dict(chat=brief, choice=named)


def draw(r, kind):
    """Returns [(text, learned)] of a beginning, and of each way to go on together with how much of its last text is practised."""
    if kind == "copying":
        ways = [copying(r) + [(encoding.EOS, True)] for _ in range(r.randint(1, 3))]
        return [(encoding.BOS, False)], [(way, len(encoding.EOS)) for way in ways]
    start, ways = SKILLS[kind](r)
    shared, out = len(start) + 1, []
    for way in ways:
        parts = encoding.encode_parts(start + way, thinking=r.random() < 0.5)
        text = parts[-1][0]
        out.append((parts[shared:], CUT[kind](r, text) if kind in CUT else len(text)))
    return parts[:shared], out


def conversation(r, kind):
    """One whole conversation as text."""
    start, ways = draw(r, kind)
    return "".join(t for t, _ in start + r.choice(ways)[0])


if __name__ == "__main__":
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
        start, ways = draw(rng, list(MIX)[number % len(MIX)])
        for part in [start] + [way for way, _ in ways]:
            print("".join(t for t, _ in part).replace(encoding.TOOLS_HEAD, "[TOOLS HEAD]"), "\n" + "- " * 20)
        print("=" * 60)
