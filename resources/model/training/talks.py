"""Conversations without tools: questions, refusals, proofs, copying."""
from facts.chinese import CHINESE
from facts.elsewhere import ASIDE, ASIDE_ZH, SMALL_TALK, THINGS_ZH
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.phrases import DO, PHRASES, THING
from facts.talk import ELSEWHERE, EVEN_ODD, FIRST_QUESTION, FOLLOW_UP, MORE, MY_NAME, MY_NAME_ZH_ASK, PROVE, REFUSAL_ZH, REFUSALS, SUBJECTS, TALK, UNKNOWN, UNKNOWN_ZH, WHAT_NAME
from facts.values import Values
from facts.words import ADJECTIVES, HANZI, NOUNS, VERBS

WHAT = ["What is {n}?", "What is {n}?", "what is {n}", "What's {n}?", "Explain {n}.", "How does {n} work?", "Explain {n} to me", "Tell me about {n}.",
        "Can you explain {n}?", "{n}?", "I want to understand {n}", "Explain how {n} works.", "What does {n} mean?", "Describe {n} briefly.",
        "{n}, please", "Give me a short explanation of {n}.", "what do you know about {n}"]
PREFIX = ["", "", "", "", "", "", "Please: ", "Hi, ", "A question: ", "Hey. ", "So, ", "Tell me, ", "Quick question: ", "And "]
PREFIX += ["", "", "", "", "Could you tell me: ", "I want to know: ", "I have a question. ", "I wonder: ", "Please tell me, ", "Ok. ", "Hello, ", "Well, ", "Now: ", "One more thing: ", "I'd like to know: ", "Can you say: ", "Also, "]
SUFFIX = [" in Hadal?", " in this program?", ", please", ", thanks", " here?", " exactly?", " again?", " for me"]
FILLERS = set("the a an is are do does i can how what to of my it in this you for and there".split())
SYSTEM = ["You are an assistant.", "You are a desktop assistant.", "You help people with a program.", "Answer the user.", "You are a helpful assistant.", "You are a guide to Hadal.", "Answer briefly.", "You are Hadal guide.", "Be short and clear.", "You are an assistant for a small team."]


def user(text):
    return {"role": "user", "content": text}


def answer(text, thought=None, calls=None):
    m = {"role": "assistant", "content": text, "reasoning_content": thought or "The answer is short."}
    if calls:
        m["tool_calls"] = calls
    return m


def loosen(r, text):
    """Small changes that people make: case, missing stops, words left out, a word in front or behind."""
    if r.random() < 0.2:
        words = [w for w in text.split(" ") if w.lower() not in FILLERS or r.random() < 0.5]
        text = " ".join(words) or text
    text = r.choice(PREFIX) + text
    if r.random() < 0.06:
        text = text.rstrip(".?!") + r.choice(SUFFIX)
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


WANTED = {gist: [[p.strip() for p in half.split("|")] for half in text.split(";")] for gist, text in PHRASES.items()}


def ask(r, entry):
    gist, names, roll = entry["gist"], entry.get("names", []), r.random()
    if gist in SMALL_TALK and roll < 0.5:
        return "".join(r.choice(part) for part in SMALL_TALK[gist])
    if gist in WANTED and roll < 0.5:
        do, things = WANTED[gist]
        ready = r.choice(DO).format(d=r.choice(do)) if r.random() < len(do) / (len(do) + len(things)) else r.choice(THING).format(t=r.choice(things))
        return loosen(r, ready)
    if names and roll < 0.72:
        return loosen(r, r.choice(WHAT).format(n=r.choice(names)))
    return loosen(r, r.choice(entry["asks"]))


def known(r, group):
    """A question about a known subject: two messages, or four where the user wants to hear more."""
    entry = r.choice(group)
    a = r.choice(entry["answers"])
    if group is CHINESE:
        q = r.choice(["", "", "", "", "请问", "你好，", "那么"]) + r.choice(entry["asks"])
        q = q.rstrip("。？") if r.random() < 0.3 else q
        return [user(q), answer(a, f"用户问的是{entry['gist']}。我用中文简短回答。")]
    turns = [user(ask(r, entry)), answer(a, f"The user asks about {entry['gist']}. I will say it in a few sentences.")]
    if entry.get("more") and r.random() < 0.3:
        turns += [user(loosen(r, r.choice(MORE))), answer(entry["more"], f"The user wants to hear more about {entry['gist']}.")]
    return turns


def refuse(r, question):
    chinese = "\u4e00" <= question[0] <= "\u9fff"
    return [user(question), answer(REFUSAL_ZH if chinese else r.choice(REFUSALS), "这不是关于 Hadal 的问题，我不知道。" if chinese else "This is not about Hadal, and I do not know it.")]


def aside(r, words=None):
    """A question on anything but Hadal."""
    value, roll = Values(r, words), r.random()
    if roll < 0.15:
        thing = lambda: r.choice(THINGS_ZH) if r.random() < 0.6 else "".join(r.choice(HANZI) for _ in range(r.choice([1, 2, 2, 3])))
        return r.choice(ASIDE_ZH).format(x=thing(), y=thing()) if r.random() < 0.85 else r.choice(UNKNOWN_ZH)
    if roll < 0.3:
        return loosen(r, r.choice(ELSEWHERE))
    if roll < 0.5:
        return loosen(r, r.choice(UNKNOWN).format(x=r.choice(SUBJECTS) if r.random() < 0.5 else r.choice(NOUNS)))
    return loosen(r, r.choice(ASIDE).format(x=value("word"), y=value("word"), v=r.choice(VERBS), a=r.choice(ADJECTIVES), n=value("fullname"), c=value("city"), l=value("country"), t=value("title"),
                                            f=value("food"), j=value("job"), d=value("small"), e=value("small")))


def unknown(r, words=None):
    return refuse(r, aside(r, words))


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


def repeat(r, words=None):
    value = Values(r, words)
    text = " ".join(str(value(r.choice("invent invent word code number host region person path email zhname date".split()))) for _ in range(r.randint(1, 8)))
    q = r.choice(["Repeat: {t}", "Say {t}", "Repeat after me: {t}", "Write exactly: {t}", "Copy this: {t}", "Echo {t}", "Please repeat: {t}", "重复：{t}", "Write {t}", "say: {t}"]).format(t=text)
    return [user(q), answer(text, f"I copy it: {text}")]


def my_name(r, words=None):
    """Something told early and asked for later."""
    value = Values(r, words)
    x = value("person")
    told = r.choice(MY_NAME)
    if told[0] == "我":
        x = value("zhname")
        turns = [user(told.format(x=x)), answer(f"你好，{x}！想了解 Hadal 吗？", f"用户说名字是{x}。")]
        back = user(MY_NAME_ZH_ASK), answer(f"你叫{x}。", f"名字是{x}。")
    else:
        turns = [user(told.format(x=x)), answer(f"Nice to meet you, {x}! Ask me about Hadal or DeepSeek-V3.2.", f"The user is called {x}.")]
        back = user(r.choice(WHAT_NAME)), answer(f"Your name is {x}.", f"The name was told: {x}.")
    for _ in range(r.choice([0, 0, 1, 2])):
        turns += any_known(r)
    return turns + list(back) if r.random() < 0.8 else turns


def first_question(r):
    turns = [m for _ in range(r.choice([1, 2, 3])) for m in any_known(r)]
    asked = turns[0]["content"]
    return turns + [user(r.choice(FIRST_QUESTION)), answer(f"You asked: “{asked}”", "I look at the first message.")]


def any_known(r):
    roll = r.random()
    if roll < 0.28:
        return known(r, IDEAS)
    if roll < 0.72:
        return known(r, HADAL)
    if roll < 0.84:
        return known(r, TALK)
    if roll < 0.95:
        return known(r, CHINESE)
    return proof(r)


def maybe_system(r):
    return [{"role": "system", "content": r.choice(SYSTEM)}] if r.random() < 0.3 else []


def chat(r, words=None):
    roll = r.random()
    if roll < 0.06:
        return maybe_system(r) + my_name(r, words)
    if roll < 0.09:
        return maybe_system(r) + first_question(r)
    turns = []
    for _ in range(r.choice([1, 1, 2, 3, 4])):
        roll = r.random()
        if turns and roll < 0.1:
            again = turns[-1]
            if again["content"] not in REFUSALS + [REFUSAL_ZH]:
                turns += [user(r.choice(FOLLOW_UP)), answer(again["content"], "I say it again.")]
                continue
        turns += any_known(r) if roll < 0.79 else unknown(r, words) if roll < 0.96 else proof(r)
    return maybe_system(r) + turns
