"""Conversations without tools: questions, refusals, proofs, copying."""
import re

from facts.asks import ASKS, WISHES
from facts.chinese import CHINESE
from facts.elsewhere import ASIDE, ASIDE_ZH, SMALL_TALK, THINGS_ZH
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.phrases import DO, PHRASES, THING
from facts.synonyms import AROUND_QUESTION, GROUPS
from facts.talk import ELSEWHERE, EVEN_ODD, FIRST_QUESTION, FOLLOW_UP, MORE, MY_NAME, MY_NAME_ZH_ASK, PROVE, REFUSAL_ZH, REFUSALS, SUBJECTS, TALK, UNKNOWN, UNKNOWN_ZH, WHAT_NAME, WORKED
from facts.values import Values
from facts.wordings import WORDINGS
from facts.words import ADJECTIVES, HANZI, NOUNS, VERBS

WHAT = ["What is {n}?", "What is {n}?", "what is {n}", "What's {n}?", "Explain {n}.", "How does {n} work?", "Explain {n} to me", "Tell me about {n}.",
        "Can you explain {n}?", "{n}?", "I want to understand {n}", "Explain how {n} works.", "What does {n} mean?", "Describe {n} briefly.",
        "{n}, please", "Give me a short explanation of {n}.", "what do you know about {n}"]
PREFIX = ["Please: ", "Hi, ", "A question: ", "Hey. ", "So, ", "Tell me, ", "Quick question: ", "And ", "Could you tell me: ", "I want to know: ", "I have a question. ", "I wonder: ", "Please tell me, ", "Ok. ", "Hello, ",
          "Well, ", "Now: ", "One more thing: ", "I'd like to know: ", "Can you say: ", "Also, ", "Do you know: ", "I was wondering: ", "Say, ", "Actually, ", "First of all: ", "Then: ", "Help: ", "Excuse me, ", "Right. ",
          "Just asking: ", "My question: ", "Listen, "]
SUFFIX = [" in Hadal?", " in this program?", ", please", ", thanks", " here?", " exactly?", " again?", " for me"]
BEFORE_ZH = ["请问", "请问", "你好，", "那么", "我想问，", "我想知道，", "麻烦问一下，", "再问一个：", "还有，", "对了，", "不好意思，", "问一下，", "小向导，", "请告诉我，", "我不太懂，", "帮我看看，", "另外，", "嗯，"]
AFTER_ZH = ["呢", "啊", "呀", "，谢谢", "，请说明一下", "，简单说说", "，急", "来着"]
FILLERS = set("the a an is are do does i can how what to of my it in this you for and there".split())
SYSTEM = ["You are an assistant.", "You are a desktop assistant.", "You help people with a program.", "Answer the user.", "You are a helpful assistant.", "You are a guide to Hadal.", "Answer briefly.", "You are Hadal guide.", "Be short and clear.", "You are an assistant for a small team."]


def user(text):
    return {"role": "user", "content": text}


def answer(text, thought=None, calls=None):
    m = {"role": "assistant", "content": text, "reasoning_content": thought or "The answer is short."}
    if calls:
        m["tool_calls"] = calls
    return m


OTHERS = {}
for group in GROUPS:
    for word in group:
        OTHERS.setdefault(word.lower(), []).extend(w for w in group if w != word)
LONGEST_FIRST = sorted(OTHERS, key=len, reverse=True)
KNOWN_WORDS = re.compile(r"\b(?:" + "|".join(map(re.escape, LONGEST_FIRST)) + r")\b", re.IGNORECASE)


def reworded(r, text, share):
    """Some of the words replaced by others that mean the same."""
    def other(m):
        if r.random() >= share:
            return m[0]
        new = r.choice(OTHERS[m[0].lower()])
        return new[0].upper() + new[1:] if m[0][0].isupper() else new
    return KNOWN_WORDS.sub(other, text)


def loosen(r, text):
    """Small changes that people make: other words, case, missing stops, words left out, something in front or behind."""
    if r.random() < 0.6:
        text = reworded(r, text, r.choice([0.3, 0.6]))
    if r.random() < 0.13:
        words = [w for w in text.split(" ") if w.lower() not in FILLERS or r.random() < 0.5]
        text = " ".join(words) or text
    if r.random() < 0.3:
        text = r.choice(PREFIX) + text
    if r.random() < 0.08:
        text = f"{r.choice(AROUND_QUESTION)} {text}" if r.random() < 0.6 else f"{text.rstrip('.') + '.' if text[-1] not in '.?!' else text} {r.choice(AROUND_QUESTION)}"
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
for gist, wishes in WISHES.items():
    WANTED[gist][0] += wishes


def ask(r, entry):
    gist, names, roll = entry["gist"], entry.get("names", []), r.random()
    if gist in SMALL_TALK and roll < 0.5:
        return "".join(r.choice(part) for part in SMALL_TALK[gist])
    if gist in WANTED and roll < 0.4:
        do, things = WANTED[gist]
        ready = r.choice(DO).format(d=r.choice(do)) if r.random() < len(do) / (len(do) + len(things)) else r.choice(THING).format(t=r.choice(things))
        return loosen(r, ready)
    if names and roll < 0.5:
        return loosen(r, r.choice(WHAT).format(n=r.choice(names)))
    return loosen(r, r.choice(entry["asks"] + WORDINGS.get(gist, []) + ASKS.get(gist, [])))


def ask_zh(r, entry):
    q = r.choice(entry["asks"] + ASKS.get(entry["gist"], [])).rstrip("。？")
    if r.random() < 0.45:
        q = r.choice(BEFORE_ZH) + q
    if r.random() < 0.15:
        q += r.choice(AFTER_ZH)
    return q + r.choice(["", "", "？", "？", "。", "?", "！"])


def subject(entry):
    """The gist in short, beginning with a word that tells it from others."""
    short = re.sub("^(?:(?:how|what|whether|where|why|which|the|a|is|are|to|there) )+", "", entry["gist"])
    return re.sub(" (?:is|are|does|works)(?= and |$)", "", short)


def known(r, group):
    """A question about a known subject: two messages, or four where the user wants to hear more."""
    entry = r.choice(group)
    a = r.choice(entry["answers"])
    if group is CHINESE:
        return [user(ask_zh(r, entry)), answer(a, f"问题：{entry['gist']}。")]
    turns = [user(ask(r, entry)), answer(a, f"Topic: {subject(entry)}.")]
    if entry.get("more") and r.random() < 0.2:
        turns += [user(loosen(r, r.choice(MORE))), answer(entry["more"], f"More on the topic: {subject(entry)}.")]
    return turns


def refuse(r, question):
    chinese = "\u4e00" <= question[0] <= "\u9fff"
    return [user(question), answer(REFUSAL_ZH if chinese else r.choice(REFUSALS), "这不是关于 Hadal 的问题，我不知道。" if chinese else "This is not about Hadal, and I do not know it.")]


# Words that questions on Hadal are made of. A random one of them in a question to decline would teach to decline those too.
OWN_WORDS = {w for group in (HADAL, IDEAS) for e in group for q in e["asks"] + WORDINGS.get(e["gist"], []) + ASKS.get(e["gist"], []) for w in re.findall("[a-z]+", q.lower())}
OWN_WORDS |= {w for halves in WANTED.values() for half in halves for phrase in half for w in re.findall("[a-z]+", phrase.lower())}


def foreign(draw):
    """A word that says nothing of Hadal."""
    while (word := draw()).lower() in OWN_WORDS or word.lower().rstrip("s") in OWN_WORDS:
        pass
    return word


def aside(r, words=None):
    """A question on anything but Hadal."""
    value, roll = Values(r, words), r.random()
    thing_en = lambda: foreign(lambda: value.pick("WORD", 0.2))
    if roll < 0.15:
        thing = lambda: r.choice(THINGS_ZH) if r.random() < 0.6 else "".join(r.choice(HANZI) for _ in range(r.choice([1, 2, 2, 3])))
        return r.choice(ASIDE_ZH).format(x=thing(), y=thing()) if r.random() < 0.85 else r.choice(UNKNOWN_ZH)
    if roll < 0.3:
        return loosen(r, r.choice(ELSEWHERE))
    if roll < 0.5:
        return loosen(r, r.choice(UNKNOWN).format(x=r.choice(SUBJECTS) if r.random() < 0.5 else foreign(lambda: r.choice(NOUNS))))
    return loosen(r, r.choice(ASIDE).format(x=thing_en(), y=thing_en(), v=r.choice(VERBS), a=r.choice(ADJECTIVES), n=value("fullname"), c=value("city"), l=value("country"), t=value("title"),
                                            f=value("food"), j=value("job"), d=value("small"), e=value("small")))


def unknown(r, words=None):
    return refuse(r, aside(r, words))


def proof(r):
    (a, b, op), (forms, work, why, result) = r.choice(list(EVEN_ODD.items()))
    noun = r.choice(["numbers", "integers", "integers"])
    two = f"two {a} {noun}" if a == b else f"an {a} and an {b} {noun[:-1]}"
    do, doing, done = WORKED[op]
    q = loosen(r, r.choice(PROVE).format(op=op, two=two, Two=two.capitalize(), result=result, do=do, doing=doing, Doing=doing.capitalize(), done=done))
    text = f"Let {forms}, with integers $a$ and $b$.\n\nTheir {op} is {work}.\n\nThis is {why}, so the {op} is **{result}**. ∎"
    thought = f"I write both numbers with integers: {forms}. Then {work}, which is {result}."
    return [user(q), answer(text, thought)]


def repeat(r, words=None):
    value = Values(r, words)
    text = " ".join(str(value(r.choice("invent invent word code number host region person path email zhname date".split()))) for _ in range(r.randint(1, 8)))
    q = r.choice(["Repeat: {t}", "Say {t}", "Repeat after me: {t}", "Write exactly: {t}", "Copy this: {t}", "Echo {t}", "Please repeat: {t}", "重复：{t}", "Write {t}", "say: {t}"]).format(t=text)
    return [user(q), answer(text, f"I copy it: {text}")]


def my_name(r, words=None):
    """Something told early and asked for later: (what was said before, ways to go on)."""
    x, told = Values(r, words)("person"), r.choice(MY_NAME)
    if told[0] == "我":
        x = Values(r, words)("zhname")
        turns = [user(told.format(x=x)), answer(f"你好，{x}！想了解 Hadal 吗？", f"用户说名字是{x}。")]
        back = [[user(MY_NAME_ZH_ASK), answer(f"你叫{x}。", f"名字是{x}。")]]
    else:
        turns = [user(told.format(x=x)), answer(f"Nice to meet you, {x}! Ask me about Hadal or DeepSeek-V3.2.", f"The user is called {x}.")]
        back = [[user(q), answer(f"Your name is {x}.", f"The name was told: {x}.")] for q in r.sample(WHAT_NAME, 2)]
    for _ in range(r.choice([0, 0, 1, 2])):
        turns += any_known(r)
    return turns, back + [any_known(r) for _ in range(2)]


def first_question(r):
    turns = [m for _ in range(r.choice([1, 2, 3])) for m in any_known(r)]
    asked = turns[0]["content"]
    return turns, [[user(q), answer(f"You asked: “{asked}”", "I look at the first message.")] for q in r.sample(FIRST_QUESTION, 2)]


def any_known(r):
    roll = r.random()
    if roll < 0.25:
        return known(r, IDEAS)
    if roll < 0.72:
        return known(r, HADAL)
    if roll < 0.82:
        return known(r, TALK)
    if roll < 0.93:
        return known(r, CHINESE)
    return proof(r)


def any_turn(r, words=None):
    return any_known(r) if r.random() < 0.84 else unknown(r, words)


def again(r, turns):
    """The last answer once more, if it was one."""
    said = turns[-1]["content"]
    return any_known(r) if said in REFUSALS + [REFUSAL_ZH] else [user(r.choice(FOLLOW_UP)), answer(said, "I say it again.")]


def maybe_system(r):
    return [{"role": "system", "content": r.choice(SYSTEM)}] if r.random() < 0.3 else []


def chat(r, words=None):
    roll = r.random()
    if roll < 0.05:
        turns, ways = my_name(r, words)
    elif roll < 0.08:
        turns, ways = first_question(r)
    else:
        turns = [m for _ in range(r.choice([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, r.randint(4, 7), r.randint(6, 12)])) for m in any_turn(r, words)]
        ways = [again(r, turns) if turns and r.random() < 0.12 else any_turn(r, words) for _ in range(r.randint(6, 12))]
    return maybe_system(r) + turns, ways


def echo(r, words=None):
    return maybe_system(r), [repeat(r, words) for _ in range(r.randint(2, 5))]
