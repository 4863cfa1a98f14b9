"""Texts whose answer is somewhere earlier in them: they teach copying before anything else.

Each returns [(text, learned)]; almost every learned token can be found in the text.
"""
from facts.values import Values, invent
from facts.words import NOUNS, VERBS

KINDS = "invent invent invent code code host person number word path email zhname zhphrase region date service".split()


def spans(r):
    """Random pieces, then the same ones again."""
    value, gap = Values(r), r.choice([" ", " ", ", ", "\n", "; "])
    text = gap.join(str(value(r.choice(KINDS))) for _ in range(r.randint(4, 24))) + gap
    return [(text, False), (text, True)]


def pairs(r):
    """Keys with values, then the keys in another order."""
    value = Values(r)
    made = {}
    while len(made) < r.randint(3, 14):
        made[str(value(r.choice(["invent", "word", "code", "service"])))] = str(value(r.choice(KINDS)))
    link, gap = r.choice([(": ", "\n"), (" = ", "\n"), ('": "', '", "'), (" -> ", "; "), (" is ", ", "), ("=", " ")])
    parts = [(gap.join(k + link + v for k, v in made.items()) + "\n\n", False)]
    for k in r.sample(list(made), len(made)):
        parts += [(k + link, False), (v + gap if (v := made[k]) else "", True)]
    return parts


def lowered(r):
    """Words with a capital letter, then without, as an order's verb goes into its JSON; or the other way round."""
    big = [(invent(r) if r.random() < 0.7 else r.choice(VERBS + NOUNS)).capitalize() for _ in range(r.randint(3, 12))]
    texts = [r.choice([" ", ", ", "\n", '", "']).join(form) + "\n" for form in (big, [word.lower() for word in big])]
    if r.random() < 0.3:
        texts.reverse()
    return [(texts[0], False), (texts[1], True)]


def copying(r):
    return r.choices([spans, pairs, lowered], weights=[0.3, 0.35, 0.35])[0](r)
