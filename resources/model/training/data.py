"""Writes conversations. Everything follows from the seed.

    python data.py [SEED [COUNT]]      print a few conversations
"""
import random
import sys

import encoding
from copying import copying
from json_skills import structured
from talks import chat, repeat
from tools import with_tools

SKILLS = dict(chat=chat, tools=with_tools, json=structured, repeat=repeat)

# kind -> share of conversations
MIX = dict(chat=0.38, tools=0.27, json=0.29, repeat=0.03, copying=0.03)
WARM_MIX = dict(chat=0.12, tools=0.16, json=0.16, repeat=0.16, copying=0.40)


def draw(r, mix=MIX):
    """Returns [(text, learned)] of one conversation."""
    kind = r.choices(list(mix), weights=list(mix.values()))[0]
    if kind == "copying":
        return [(encoding.BOS, False)] + copying(r) + [(encoding.EOS, True)]
    return encoding.encode_parts(SKILLS[kind](r), thinking=r.random() < 0.7)  # only the last answer of a conversation has a thought


if __name__ == "__main__":
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
        print("".join(t for t, _ in draw(rng)).replace(encoding.TOOLS_HEAD, "[TOOLS HEAD]"), "\n" + "-" * 60)
