"""Conversations without tools: questions, refusals, proofs, copying."""
from facts.chinese import CHINESE
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.talk import EVEN_ODD, FOLLOW_UP, PROVE, REFUSALS, SUBJECTS, TALK, UNKNOWN
from facts.values import WORD, invent, value

WHAT = ["What is {n}?", "What is {n}?", "what is {n}", "What's {n}?", "Explain {n}.", "How does {n} work?", "Explain {n} to me", "Tell me about {n}.",
        "Can you explain {n}?", "{n}?", "I want to understand {n}", "Explain how {n} works.", "What does {n} mean?", "Describe {n} briefly.",
        "{n}, please", "Give me a short explanation of {n}.", "what do you know about {n}"]
PREFIX = ["", "", "", "", "", "", "Please: ", "Hi, ", "A question: ", "Hey. ", "So, ", "Tell me, ", "Quick question: ", "And "]
SYSTEM = ["You are a helpful assistant.", "You are a guide to Hadal.", "Answer briefly.", "You are Hadal guide.", "Be short and clear.", "You are an assistant for a small team."]


def user(text):
    return {"role": "user", "content": text}


def answer(text, thought=None, calls=None):
    m = {"role": "assistant", "content": text, "reasoning_content": thought or "The answer is short."}
    if calls:
        m["tool_calls"] = calls
    return m


def loosen(r, text):
    """Small changes that people make: case, missing stops, a word in front."""
    text = r.choice(PREFIX) + text
    roll = r.random()
    if roll < 0.15:
        text = text.lower()
    elif roll < 0.25:
        text = text[0].lower() + text[1:]
    if r.random() < 0.2:
        text = text.rstrip(".?!。？")
    if r.random() < 0.04:
        text = text.rstrip(".?") + " please?"
    if len(text) > 12 and r.random() < 0.06:  # a typing slip
        i = r.randrange(1, len(text) - 1)
        text = text[:i] + text[i + 1:] if r.random() < 0.5 else text[:i] + text[i + 1] + text[i] + text[i + 2:]
    return text


def ask(r, entry):
    names = entry.get("names", [])
    if names and r.random() < 0.5:
        return loosen(r, r.choice(WHAT).format(n=r.choice(names)))
    return loosen(r, r.choice(entry["asks"]))


def known(r, group):
    """A question about a known subject: two messages."""
    entry = r.choice(group)
    a = r.choice(entry["answers"])
    if group is CHINESE:
        q = r.choice(entry["asks"])
        q = q.rstrip("。？") if r.random() < 0.25 else q
        return [user(q), answer(a, f"用户问的是{entry['gist']}。我用中文简短回答。")]
    return [user(ask(r, entry)), answer(a, f"The user asks about {entry['gist']}. I will say it in a few sentences.")]


def unknown(r):
    x = r.choice(SUBJECTS) if r.random() < 0.6 else invent(r).capitalize() if r.random() < 0.5 else r.choice(WORD)
    q = loosen(r, r.choice(UNKNOWN).format(x=x))
    return [user(q), answer(r.choice(REFUSALS), "This is not about Hadal, and I do not know it.")]


def proof(r):
    (a, b, op), (forms, work, why, result) = r.choice(list(EVEN_ODD.items()))
    if r.random() < 0.6:
        a, b, op = r.choice([("odd", "odd", "sum"), ("even", "even", "sum")])
        forms, work, why, result = EVEN_ODD[a, b, op]
    noun = r.choice(["numbers", "integers", "integers"])
    two = f"two {a} {noun}" if a == b else f"an {a} and an {b} {noun[:-1]}"
    q = loosen(r, r.choice(PROVE).format(op=op, two=two, result=result))
    text = f"Let {forms}, with integers $a$ and $b$.\n\nTheir {op} is {work}.\n\nThis is {why}, so the {op} is **{result}**. ∎"
    thought = f"I write both numbers with integers: {forms}. Then {work}, which is {result}."
    return [user(q), answer(text, thought)]


def repeat(r):
    text = " ".join(str(value(r, r.choice(["invent", "invent", "word", "code", "number", "host", "region"]))) for _ in range(r.randint(1, 6)))
    q = r.choice(["Repeat: {t}", "Say {t}", "Repeat after me: {t}", "Write exactly: {t}", "Copy this: {t}", "Echo {t}", "Please repeat: {t}"]).format(t=text)
    return [user(q), answer(text, f"I copy it: {text}")]


def any_known(r):
    roll = r.random()
    if roll < 0.34:
        return known(r, IDEAS)
    if roll < 0.68:
        return known(r, HADAL)
    if roll < 0.78:
        return known(r, TALK)
    if roll < 0.93:
        return known(r, CHINESE)
    return proof(r)


def maybe_system(r):
    return [{"role": "system", "content": r.choice(SYSTEM)}] if r.random() < 0.3 else []


def chat(r):
    turns = []
    for _ in range(r.choice([1, 1, 2, 3])):
        roll = r.random()
        if turns and roll < 0.1:
            again = turns[-1]
            if "不" not in again["content"]:
                turns += [user(r.choice(FOLLOW_UP)), answer(again["content"], "I say it again.")]
                continue
        turns += any_known(r) if roll < 0.84 else unknown(r) if roll < 0.93 else proof(r)
    return maybe_system(r) + turns
