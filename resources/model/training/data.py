"""Writes conversations. Everything follows from the seed.

    python data.py [SEED [COUNT]]      print a few conversations
"""
import random
import sys

import encoding
from facts.chinese import CHINESE
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.records import PEOPLE
from facts.talk import EVEN_ODD
from facts.toolkit import TOOLS
from facts.values import shuffled
from skills import command, make_tool, place_schema, record, schema_of, tool_turn, with_tools
from talks import answer, chat, maybe_system, repeat, user


def said(entries, question):
    """The entry that holds this very question, as a pair of messages."""
    e = next(e for e in entries if question in e["asks"])
    lead = f"用户问的是{e['gist']}。我用中文简短回答。" if entries is CHINESE else f"The user asks about {e['gist']}. I will say it in a few sentences."
    return lambda r: [user(question), answer(r.choice(e["answers"]), lead)]


def first_proof(kind):
    forms, work, why, result = EVEN_ODD[kind, kind, "sum"]

    def build(r):
        q = f"Prove that the sum of two {kind} {r.choice(['numbers', 'integers'])} is even."
        return [user(q), answer(f"Let {forms}, with integers $a$ and $b$.\n\nTheir sum is {work}.\n\nThis is {why}, so the sum is **{result}**. ∎",
                                f"I write both numbers with integers: {forms}. Then {work}, which is {result}.")]
    return build


def first_tool(name, question, usual):
    def build(r):
        t = next(t for t in TOOLS if name in t["names"])
        if r.random() < 0.6:
            t = {**t, "params": [(*t["params"][0][:2], "=" + usual, t["params"][0][3])]}
        made = make_tool(r, {**t, "names": [name]})
        turns = tool_turn(r, {**t, "requests": [r.choice([question, question, r.choice(t["requests"])])]}, made)
        other = make_tool(r, r.choice([o for o in TOOLS if o["requests"][0] != t["requests"][0] and o["result"] != t["result"]]))
        kit = [{"type": "function", "function": made[0]}] + [{"type": "function", "function": other[0]}] * (r.random() < 0.5)
        return encoding.attach(maybe_system(r) + turns, shuffled(r, kit))
    return build


def first_record(r):
    turns = [user("Turn “Ada, 36, London” into a record."), answer('{"name": "Ada", "age": 36, "city": "London"}', "I fill the fields: name = Ada, age = 36, city = London.")]
    return turns if r.random() < 0.3 else place_schema(r, schema_of(r, PEOPLE), turns)


def first_command(r):
    schema = {"type": "object", "properties": {"action": {"type": "string"}, "args": {"type": "object"}}, "required": ["action", "args"]}
    out = {"action": "restart", "args": {"container": "nginx", "host": "web-03"}}
    turns = [user("Restart the nginx container on host web-03."), answer(encoding.dump(out), "The action is restart; container = nginx, host = web-03.")]
    return place_schema(r, schema, turns)


FIRST = [
    first_record, first_record, first_command,
    said(IDEAS, "What is sparse attention, and what does it cost?"), said(IDEAS, "Explain how MoE load balancing works."),
    said(IDEAS, "Explain mixture-of-experts load balancing in a few sentences."), said(HADAL, "Show me what you read while you answer."),
    said(CHINESE, "用中文介绍一下你自己。"), said(HADAL, "Who are you?"), first_proof("even"), first_proof("odd"),
    first_tool("days_until", "How many days until {0}? Use the calendar tool.", "1 March"), first_tool("days_until", "How many days until {0}? Use the calendar tool.", "1 March"),
    first_tool("lookup_region", "What is the AWS S3 region {0}?", "ap-northeast-1"), first_tool("lookup_region", "Which AWS S3 region does the code {0} stand for?", "ap-northeast-1"),
]


def first(r):
    """What people meet first: the starter prompts and the common requests."""
    return r.choice(FIRST)(r)


# kind -> share of conversations
MIX = dict(chat=0.40, tools=0.22, record=0.12, command=0.10, repeat=0.02, first=0.14)
# For the last minutes, when the facts sit and copying does not yet.
COPY_MIX = dict(chat=0.18, tools=0.24, record=0.20, command=0.14, repeat=0.02, first=0.22)


def conversation(r, mix=MIX):
    """Returns (messages, thinking)."""
    kind = r.choices(list(mix), weights=list(mix.values()))[0]
    messages = {"chat": chat, "tools": with_tools, "record": record, "command": command, "repeat": repeat, "first": first}[kind](r)
    return messages, r.random() < 0.4


def draw(r, mix=MIX):
    """Returns [(text, learned)] of one conversation."""
    messages, thinking = conversation(r, mix)
    return encoding.encode_parts(messages, thinking)


if __name__ == "__main__":
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
        print("".join(t for t, _ in draw(rng)).replace(encoding.TOOLS_HEAD, "[TOOLS HEAD]"), "\n" + "-" * 60)
