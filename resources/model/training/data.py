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
MIX = dict(chat=0.30, choice=0.12, tools=0.32, json=0.22, repeat=0.01, copying=0.03)
WARM_MIX = dict(chat=0.14, tools=0.50, json=0.25, repeat=0.02, copying=0.09)


def brief(r, parts):
    """Often an answer need not be practised to its end: its first words tell whether the question was understood."""
    text, _ = parts[-1]
    thought, gate, said = text.rpartition("</think>")
    cut = said.split(" ")
    end = said[:10] if len(cut) < 3 else " ".join(cut[:r.randint(5, 9)])
    return parts if r.random() < 0.25 or len(said) - len(end) < 30 else parts[:-1] + [(thought + gate + end, True)]


def named(r, parts):
    """A call as far as the tool's name: which one fits is decided there. A few go on to its first argument."""
    text, _ = parts[-1]
    ends = [m.end() for m in re.finditer('invoke name="[^"]+">|</｜DSML｜parameter>', text)]
    return parts[:-1] + [(text[:ends[r.random() < 0.7 and len(ends) > 1]], True)]


CUT = dict(chat=brief, choice=named)


def draw(r, kind):
    """Returns [(text, learned)] of a beginning and of each way to go on."""
    if kind == "copying":
        return [(encoding.BOS, False)], [copying(r) + [(encoding.EOS, True)] for _ in range(r.randint(1, 3))]
    start, ways = SKILLS[kind](r)
    shared, out = len(start) + 1, []
    for way in ways:
        parts = encoding.encode_parts(start + way, thinking=r.random() < 0.5)
        out.append(CUT[kind](r, parts[shared:]) if kind in CUT else parts[shared:])
    return parts[:shared], out


def conversation(r, kind):
    """One whole conversation as text."""
    start, ways = draw(r, kind)
    return "".join(t for t, _ in start + r.choice(ways))


if __name__ == "__main__":
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
        start, ways = draw(rng, list(MIX)[number % len(MIX)])
        for part in [start] + ways:
            print("".join(t for t, _ in part).replace(encoding.TOOLS_HEAD, "[TOOLS HEAD]"), "\n" + "- " * 20)
        print("=" * 60)
