"""Random values. Most are invented, so that copying is the only way to know them."""
import random
import string

from facts import pools
from facts.words import ADJECTIVES, HANZI, NOUNS, VERBS, blend

START = "b c d f g h j k l m n p q r s t v w x y z br ch cl cr dr fl fr gl gr kl kr pl pr sc sh sk sl sp st str th tr tw wh".split()
VOWEL = "a e i o u a e i o u ai au ea ee ei ia ie io oa oo ou y".split()
END = ["", "", "", "", "n", "r", "s", "l", "t", "m", "x", "d", "k", "p", "rk", "nd", "st", "ng", "ck", "th"]
UPPER, LOWER, DIGIT = string.ascii_uppercase, string.ascii_lowercase, string.digits


def invent(r, n=None):
    """A word that nobody has seen: syllables, or pieces of known words."""
    if r.random() < 0.4:
        return blend(r)
    return "".join(r.choice(START) + r.choice(VOWEL) + r.choice(END) for _ in range(n or r.choice([1, 2, 2, 3])))


NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
MARKED = dict(a="äáàâåãā", c="çčć", d="ď", e="éèêëěę", g="ğ", i="íîïì", l="ł", n="ñňń", o="öóòôøõő", r="ř", s="ßšş", t="ť", u="üúùûů", y="ý", z="žźż")


def marked(r, word):
    """With marks on one or two letters; they are read and written byte by byte."""
    places = [n for n, letter in enumerate(word) if letter in MARKED]
    for n in r.sample(places, min(len(places), r.choice([1, 1, 2]))):
        word = word[:n] + r.choice(MARKED[word[n]]) + word[n + 1:]
    return word


def letters(r, n, alphabet):
    return "".join(r.choice(alphabet) for _ in range(n))


def code(r):
    """An identifier: letters, digits and joints in many shapes."""
    up, low, num = (lambda a, b: letters(r, r.randint(a, b), UPPER)), (lambda a, b: letters(r, r.randint(a, b), LOWER)), (lambda a, b: letters(r, r.randint(a, b), DIGIT))
    return r.choice([
        lambda: f"{up(1, 4)}-{num(2, 5)}", lambda: f"{up(1, 3)}{num(2, 5)}", lambda: f"{num(2, 4)}-{up(1, 3)}", lambda: f"{low(1, 4)}-{invent(r, 1)}-{num(1, 2)}",
        lambda: f"{invent(r)}-{num(1, 3)}", lambda: f"#{num(3, 6)}", lambda: letters(r, r.randint(4, 10), UPPER + DIGIT), lambda: letters(r, r.randint(6, 12), "0123456789abcdef"),
        lambda: f"{invent(r)}_{invent(r)}", lambda: f"{up(2, 3)}-{num(4, 4)}-{up(1, 2)}", lambda: f"v{num(1, 2)}.{num(1, 2)}.{num(1, 2)}", lambda: f"{invent(r)}{num(1, 3)}",
    ])()


COMMANDS = """ls -l {p}|cat {p}|grep {w} {p}|du -sh {p}|tail -n {n} {p}|{w} --{w} {n}|echo {w}|wc -l {f}|python3 {f}|ping -c {n} {h}|git {w}|chmod {n} {f}|df -h|uname -a|whoami|uptime|
ps aux {p}|ssh {h}|curl {h}/{w}|kill {n}|find {p} -name {f}|make {w}|ls|env|rm {f}|mkdir {p}|top -n {n}|head -{n} {f}|sort {f}|date""".replace("\n", "").split("|")
TITLE_OPENERS = "My Our One Two Three Four Nine Old No Every Last First After Behind Into Near With Without Through Before Over Goodbye".split()
TITLE_LINKS = "of of of and and in in at by for with without to from over behind near after before until into through against between".split()


EXAMINED = "word code host service invent invent path person city code"
PRACTISED = EXAMINED + " title title phrase email domain pair zhphrase"  # what is hard to copy to its end is practised more often


class Values:
    """Draws values; `pool` is where the words come from (the training pools or the exam's)."""

    def __init__(self, r, words=None):
        self.r, self.words = r, words or {}

    def pick(self, name, invented=0.0):
        """A word of a pool, or with some probability one that was never seen there."""
        if self.r.random() < invented:
            return invent(self.r) if self.words or self.r.random() < 0.5 else self.r.choice(NOUNS)
        return self.r.choice(self.words.get(name) or getattr(pools, name))

    def cap(self, name, invented):
        word = self.pick(name) if self.r.random() >= invented else invent(self.r, self.r.choice([1, 2, 2, 3])).capitalize()
        return word if self.words or self.r.random() >= 0.1 else marked(self.r, word)

    def __call__(self, kind):
        r = self.r
        if kind[0] == "=":  # a given value
            return kind[1:]
        if kind == "any":
            kind = r.choice((EXAMINED if self.words else PRACTISED).split())
        if kind.startswith("list:"):
            out = []
            while len(out) < 1 + (r.random() < 0.9) + (r.random() < 0.5):
                v = self(kind[5:])
                if v not in out:
                    out.append(v)
            return out
        return getattr(self, "a_" + kind)()

    def a_region(self):
        r = self.r
        return f"{self.pick('AREA')}-{self.pick('SIDE')}-{r.randint(1, 4)}" if r.random() < 0.7 else f"{invent(r, 1)}-{invent(r, 1)}-{r.randint(1, 9)}"

    def a_date(self):
        r, m = self.r, self.pick("MONTH")
        return r.choice([f"{r.randint(1, 31)} {m}", f"{r.randint(1, 31)} {m}", f"{m} {r.randint(1, 31)}", f"{r.randint(1, 31)} {m} {r.randint(2020, 2035)}", self("isodate"), self.pick("DAY")])

    def a_isodate(self):
        r = self.r
        return f"20{r.randint(10, 39)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"

    def a_today(self): return "today"

    def a_clock(self): return f"{self.r.randint(0, 23):02}:{self.r.randint(0, 59):02}"

    def a_city(self): return self.cap("CITY", 0.3)

    def a_country(self): return self.cap("COUNTRY", 0.3)

    def a_place(self): return self.pick("PLACE") if self.r.random() < 0.4 else f"{invent(self.r).capitalize()} ({self('city')})"

    def a_unit(self): return self.r.choice(["celsius", "fahrenheit"])

    def a_weather(self):
        return f"{self.r.randint(-9, 35)} degrees and {self.r.choice(['sunny', 'cloudy', 'rainy', 'windy', 'clear', 'foggy'])}"

    def a_service(self): return self.pick("SERVICE") if self.r.random() < 0.5 else invent(self.r)

    def a_host(self):
        r = self.r
        if not self.words and r.random() < 0.3:
            return self("domain")
        stem = self.pick("STEM", 0.3)
        return r.choice([f"{stem}-{r.randint(1, 40):02}"] * 3 + [f"{stem}{r.randint(1, 99)}", f"{stem}-{invent(r, 1)}-{r.randint(1, 9)}", f"{invent(r)}.{r.choice(['local', 'example.com', 'lan', 'internal'])}",
                         f"{r.choice(['10', '192.168', '172.16'])}.{r.randint(0, 255)}.{r.randint(1, 254)}"])

    def a_domain(self):
        """Its dots are not the end of it."""
        r = self.r
        return ".".join([self.pick("STEM", 0.6)] * (r.random() < 0.3) + [invent(r), r.choice("local local lan lan internal internal home corp com org net io dev example.com example.org".split())])

    def a_ip(self):
        return ".".join(str(self.r.randint(1, 254)) for _ in range(4))

    def a_first(self): return self.cap("FIRST", 0.3)

    def a_person(self):
        return self("first") if self.r.random() < 0.45 else f"{self('first')} {self.cap('LAST', 0.35)}"

    def a_fullname(self): return f"{self('first')} {self.cap('LAST', 0.35)}"

    def hanzi(self, name):
        """A character of a pool; in training often another one, that is common or any at all."""
        roll = 0 if self.words else self.r.random()
        return self.pick(name) if roll < 0.5 else self.r.choice(HANZI) if roll < 0.75 else chr(self.r.randint(0x4E00, 0x9FA5))

    def a_zhname(self): return self.hanzi("ZH_SURNAME") + self.hanzi("ZH_GIVEN") + (self.hanzi("ZH_GIVEN") if self.r.random() < 0.6 else "")

    def a_zhcity(self): return self.pick("ZH_CITY") if self.words or self.r.random() < 0.6 else self.r.choice(HANZI) + self.r.choice(HANZI) + self.r.choice(["", "", "州", "城", "港"])

    def a_zhphrase(self): return "".join(self.hanzi("ZH_GIVEN") for _ in range(self.r.randint(2, 7)))

    def a_phrase(self):
        r = self.r
        if r.random() < 0.25:
            return self.pick("PHRASE")
        if r.random() < 0.35:
            return " ".join(self.pick("WORD", 0.25) for _ in range(r.randint(2, 5)))
        thing, other = (f"{r.choice(['the', 'the', 'a', 'my', 'our', 'your', 'this', 'that'])} {r.choice(ADJECTIVES) + ' ' if r.random() < 0.4 else ''}{self.pick('WORD', 0.2)}" for _ in range(2))
        return r.choice([lambda: f"{thing} is {r.choice(ADJECTIVES)}", lambda: f"{r.choice(VERBS)} {thing} {r.choice(['in', 'on', 'for', 'with', 'before', 'after', 'under', 'behind'])} {other}", lambda: f"we {r.choice(VERBS)} {thing} {r.choice(['today', 'tomorrow', 'at noon', 'again', 'now', 'on ' + self.pick('DAY')])}",
                         lambda: f"{thing} and {other} are {r.choice(ADJECTIVES)}", lambda: f"please {r.choice(VERBS)} {thing}", lambda: f"{thing} was {r.choice(['sold', 'lost', 'found', 'moved', 'closed', 'opened', 'sent', 'late'])}", lambda: f"no {self.pick('WORD', 0.2)} in {thing}",
                         lambda: f"{self('first')} will {r.choice(VERBS)} {thing}"])()

    def a_small(self): return self.r.randint(1, 99)

    def a_tiny(self): return self.r.randint(1, 12)

    def a_age(self): return self.r.randint(1, 99)

    def a_year(self): return self.r.randint(1800, 2040)

    def a_number(self): return self.r.choice([self.r.randint(1, 99), self.r.randint(100, 9999), self.r.randint(10000, 999999)])

    def a_amount(self): return self.r.choice([self.r.randint(1, 5000), round(self.r.uniform(1, 999), 1), round(self.r.uniform(1, 99), 2)])

    def a_price(self): return self.r.choice([self.r.randint(1, 900), round(self.r.uniform(1, 200), 2), round(self.r.uniform(1, 200), 1), self.r.randint(1, 200) - 0.01])

    def a_currency(self): return self.pick("CURRENCY")

    def a_path(self):
        r = self.r
        folder = "/".join(self.r.choice(["etc", "home", "var", "srv", "data", "notes", "opt", "tmp", invent(r)]) for _ in range(r.choice([1, 1, 2])))
        return f"/{folder}/{self.pick('WORD', 0.5)}" + r.choice(["", ".txt", ".log", ".md", ".conf", ".json", ".csv", ".yaml"])

    def a_file(self): return self.pick("WORD", 0.5) + self.r.choice([".txt", ".pdf", ".csv", ".md", ".png", ".log", ".py"])

    def a_url(self): return f"https://{invent(self.r)}.{self.r.choice(['com', 'org', 'net', 'io'])}" + (f"/{self.pick('WORD', 0.5)}" if self.r.random() < 0.6 else "")

    def a_word(self):
        roll = 1 if self.words else self.r.random()
        return self("pair") if roll < 0.12 else marked(self.r, self.pick("WORD", 0.2)) if roll < 0.15 else self.pick("WORD", 0.2)

    def a_pair(self): return f"{self.pick('WORD', 0.2)} {self.pick('WORD', 0.2)}"

    def a_thing(self): return self(self.r.choice(["word", "pair", "title", "event", "phrase"]))

    def a_command(self):
        shown = dict(p=self("path"), f=self("file"), w=self.pick("WORD", 0.3), h=self("host"), n=self("small"))
        return self.r.choice(COMMANDS).format(**shown)

    def a_invent(self): return invent(self.r)

    def a_sum(self): return f"{self.r.randint(1, 999)} {self.r.choice('+-*/')} {self.r.randint(1, 99)}"

    def a_code(self): return code(self.r)

    def a_version(self): return f"{self.r.randint(0, 20)}.{self.r.randint(0, 30)}" + (f".{self.r.randint(0, 20)}" if self.r.random() < 0.7 else "")

    def a_event(self): return self.pick("EVENT", 0.2) if self.words or self.r.random() < 0.6 else self("pair")

    def a_room(self): return self.pick("ROOM", 0.25) if self.words or self.r.random() < 0.8 else self("pair")

    def a_job(self): return self.pick("JOB", 0.3)

    def a_color(self): return self.pick("COLOR", 0.2)

    def a_food(self): return self.pick("FOOD", 0.25) if self.words or self.r.random() < 0.8 else self("pair")

    def a_language(self): return self.pick("LANGUAGE")

    def a_title(self):
        """Of a book, a street, a restaurant: capitals at both ends, small words between."""
        r = self.r
        if r.random() < 0.3:
            return self.pick("TITLE")
        thing = lambda: (r.choice(ADJECTIVES).capitalize() + " " if r.random() < 0.4 else "") + self.pick("WORD", 0.25).capitalize() + r.choice(["", "", "s"])
        head = r.choice(["", "The ", "The ", "A ", r.choice(TITLE_OPENERS) + " "]) + thing()
        if r.random() < 0.4:
            return head
        place = self.pick(r.choice(["CITY", "COUNTRY", "FIRST"]), 0.3)
        tail = r.choice(["the ", "the ", "a ", "", ""]) + thing() if r.random() < 0.6 else place[0].upper() + place[1:]
        return f"{head} {r.choice(TITLE_LINKS)} {tail}"

    def a_onoff(self): return self.r.random() < 0.5

    def a_airport(self): return letters(self.r, 3, UPPER)

    def a_phone(self): return f"+{self.r.randint(1, 99)} {letters(self.r, 3, DIGIT)} {letters(self.r, self.r.choice([4, 6]), DIGIT)}"

    def a_done(self): return self.r.choice(["ok", "done", "success", "ready in 3 s", "finished", "true", "accepted"])

    def a_updown(self): return self.r.choice(["up", "down", "no answer", f"up, {self.r.randint(1, 90)} ms"])

    def a_status(self): return self.r.choice(["on its way", "sent", "waiting", "delivered", "cancelled", "being packed"])

    def a_email(self): return f"{self.cap('FIRST', 0.4).lower()}{self.r.choice(['', '.' + invent(self.r), str(self.r.randint(1, 99))])}@{invent(self.r)}.{self.r.choice(['com', 'org', 'net', 'io'])}"


if __name__ == "__main__":
    draw = Values(random.Random(1))
    for name in sorted(n[2:] for n in dir(Values) if n.startswith("a_")):
        print(name, [draw(name) for _ in range(4)])
