"""Where a well-informed reader would look.

Filling a call or a record takes lookups in turn: which tool is being called and which argument came last, where that
argument stands in the schema, what follows it, where its value stands in the request. Chance finds these steps late.
The conversations are generated, so the right places are known: while training, one attention head for each kind of
step is pulled towards them, see DenseAttention. How the steps are put together is left to the network.
"""
import re
from bisect import bisect_right

from encoding import USER
from facts.values import NUMBERS

# (layer, head) of each step. A tool is chosen in four: a word of its description looks at the tool's name, a word of the
# request at that word, the place where the tool is to be named at those words of the request, and then at the name.
FIRST, WORD, GATHER, CHOICE = (2, 1), (3, 1), (5, 3), (6, 1)
# The others fill it in: whose key is this, which came before it, where does the next one stand (or the end of them), and its value.
OWNER, BEFORE, NAME, VALUE = (2, 2), (2, 3), (5, 1), (6, 2)
# Where the request names the key, the later of key and value looks at the earlier, and who writes the value looks at the key there.
ROLE, MEANT = (3, 2), (4, 1)
# Where a word of a value ends, what follows that word in the request tells whether the value goes on.
AHEAD = (4, 2)
# Behind a value, the key that could come next is looked up in the list of required ones. Who does not find it looks at itself.
NEEDED = (6, 3)
END = ""  # no key: the place where a list of keys ends
AFTER, REQUIRED = "after", "required"  # where the key after a key stands, and where that one is required
GATHERED = 3  # words of a request that are looked at, at most

TOOL = re.compile(r'^\{"name": "([^"]+)".*$', re.M)
KEY = re.compile(r'"([^"]+)": \{"type": (?!"object", "properties": \{"(?:name|parameters)": \{)')
PLAIN_KEY = re.compile(r'"((?:[^"\\\\]|\\\\.)*)": ')
INVOKE = re.compile(r'invoke name="([^"]+)">|parameter name="([^"]+)" string="(?:true|false)">(.*?)</｜DSML｜parameter>', re.S)
PAIR = re.compile(r'"((?:[^"\\\\]|\\\\.)*)": (?:"((?:[^"\\\\]|\\\\.)*)"|\[("[^\]]*)\]|(-?[0-9.]+|true|false))?')
CLOSING = re.compile(r"(?<=</｜DSML｜)(?:parameter|invoke)>")
RESULT = re.compile(r"<result>(.*?)</result>", re.S)
ITEM = re.compile(r'"((?:[^"\\\\]|\\\\.)*)"')
LISTED = re.compile(r'"required": \[([^\]]*)\]')
SWITCHED = re.compile(r"\W{1,3}(?:(?:is|to) )?(?:(on|true|yes|enabled)|off|false|no|disabled)\b")
DENIED = re.compile(r"\b(?:(?:without|not|no) (?:[a-z]+ ){0,2}|un|in|dis)$")


WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
COMMON = set("the and for with from this that are its into one any can use will has been what which how name type string object integer number boolean array items required description parameters properties enum true false additional".split())


def stems(text, begin, end):
    """(a word's beginning, the place of that beginning's last letter) of the words that mean something. Whoever reads in one direction
    knows a word only there."""
    return ((m[0].lower()[:5], m.start() + min(len(m[0]), 5) - 1) for m in WORDS.finditer(text, begin, end) if len(m[0]) > 2 and m[0].lower() not in COMMON)


class Text:
    """A text and its tokens: places are rows of a batch."""

    def __init__(self, parts, offsets, row):
        self.parts, self.text, self.starts, self.row = parts, "".join(t for t, _ in parts), [], row
        begin = 0
        for (text, _), spans in zip(parts, offsets):
            self.starts += [begin + a for a, _ in spans]
            begin += len(text)

    def at(self, char):
        return self.row + bisect_right(self.starts, char) - 1


def beginning(start):
    """The places of names and keys in the beginning of a conversation, and what may be said of them there.
    Returns ({(tool, key): place of its first token, and of what ends the keys, and what is said of them}, {tool: {word: its places}}, hints)."""
    places, words, hints, text = {}, {}, [], start.text
    tools = [(m[1], m.start(1), m.end(1), m.start(), m.end()) for m in TOOL.finditer(text)] or [(None, 0, 0, 0, len(text))]
    for name, begin, end, line, line_end in tools:
        if name:
            places[name, None] = start.at(begin)
        owner = last = start.at(end - 1) if name else None
        found = [m for m in KEY.finditer(text, line, line_end) if m[1] not in ("parameters", "schema", "json_schema") and not text.endswith('"array", ', line, m.start())]
        if not found and not name and '{"' in text:
            found = list(PLAIN_KEY.finditer(text, text.index('{"')))
        for m in found:
            place = start.at(m.start(1))
            places[name, m[1]] = place
            if owner is not None:
                hints.append((OWNER, place, owner))
            if last is not None:
                hints.append((BEFORE, place, last))
            last = start.at(m.end(1) - 1)
        end = text.find("}}" if KEY.match(text, found[-1].start()) else "}", found[-1].end(), line_end) if found else -1
        if end >= 0:
            places[name, END] = start.at(end)
            hints.append((BEFORE, start.at(end), last))
            listed = LISTED.search(text, end, line_end)
            needed = {m[1]: start.at(m.start(1)) for m in ITEM.finditer(text, *listed.span(1))} if listed else {}
            keys = [m[1] for m in found] + [END]
            for key, after in zip(keys, keys[1:]):
                places[name, key, AFTER], places[name, key, REQUIRED] = places[name, after], needed.get(after)
        words[name] = {}
        for span in [(begin, line_end)] if name else [m.span(1) for m in found]:
            for stem, char in stems(text, *span):
                words[name].setdefault(stem, []).append(start.at(char))
        if name:
            said = [place for own in words[name].values() for place in own]
            hints += [(OWNER, place, owner) for place in said if place > owner]
            hints += [(FIRST, place, places[name, None]) for place in said]
    return places, words, hints


def span_of(way, text, asked):
    """Where the request says a text: (begin, end), or None. Best by itself, not as a part of a longer word or name; a verb may begin
    with a capital letter there."""
    own, begun = (r"(?<![\w./@:-])", r"(?![\w@/-])"), r"(?<![0-9A-Za-z])" * text[:1].isalnum()
    for before, after, case in ((*own, 0), (begun, "", 0), (*own, re.I)):
        m = text and re.compile(before + re.escape(text) + after, case).search(way.text, *asked)
        if m:
            return m.span()
    return None


def value_in(way, text, asked, key):
    """The place of a key's value in the request."""
    if text in ("true", "false"):
        return switch_in(way, text == "true", asked, key)
    span = span_of(way, text, asked)
    if not span and text.isdigit() and int(text) < len(NUMBERS):
        m = re.compile(rf"\b{NUMBERS[int(text)]}\b", re.I).search(way.text, *asked)
        span = m and m.span()
    return way.at(span[0]) if span else None


def ends_in(way, text, char, asked):
    """(where a word of a copied value ends, the place of what comes next in the request): whether the value goes on is told by that."""
    span = span_of(way, text, asked)
    for m in re.finditer(r"(?<=\S)(?= |$)", text) if span else ():
        after = span[0] + m.start()
        while way.text[after] == " ":
            after += 1
        yield char + m.start(), way.at(after)


def switch_in(way, wanted, asked, key):
    """Where the request says that a switch is as wanted: the word after its name that says so, else its name, before which it is said.
    Whoever reads in one direction knows it only there."""
    text = way.text[slice(*asked)].lower()
    for stem, _ in reversed(list(stems(key.replace("_", " "), 0, len(key)))):
        for m in re.finditer(f"{stem}[a-z]*", text):
            after = SWITCHED.match(text, m.end())
            on = bool(after[1]) if after else not DENIED.search(text[:m.start()])
            if on == wanted:
                return way.at(asked[0] + (after.end() if after else m.start() + len(stem)) - 1)
    return None


def key_in(way, key, asked, place):
    """Where the request names a key: the place nearest to its value's."""
    own = {stem for stem, _ in stems(key.replace("_", " "), 0, len(key))}
    return min((way.at(char) for stem, char in stems(way.text, *asked) if stem in own), key=lambda at: abs(at - place), default=None)


def values(way, text, begin, key, asked):
    """(text, where it begins, place in the request) of a value, or of each in a list."""
    parts = [(m[1], begin + m.start(1)) for m in ITEM.finditer(text)] if text.startswith('["') else [(text, begin)]
    return [(part, char, value_in(way, part, asked, key)) for part, char in parts]


def continuation(way, places, words):
    """Hints for what the assistant says in one way to go on, and the rows where it decides: on a name, a key, a value, its end, and
    whether more follows. The token at row i is predicted from row i - 1."""
    hints, decisions, begin, asked = [], [], 0, (0, 0)
    decide = lambda char: decisions.append(way.at(char) - 1)
    hint = lambda step, char, place: place is not None and hints.append((step, way.at(char) - 1, place))

    def more(name, key, char, last):
        """Hints for whether another key follows."""
        if (name, key, AFTER) in places:
            needed = places[name, key, REQUIRED]
            hint(BEFORE, char, last)
            hint(NAME, char, places[name, key, AFTER])
            hint(NEEDED, char, way.at(char) - 1 if needed is None else needed)

    def filled(text, char, key):
        """Hints for the value, or the list of values, that begins at a place and belongs to a key."""
        for n, (part, at, place) in enumerate(values(way, text, char, key, asked)):
            hint(VALUE, at, place)
            decide(at)
            for end, after in ends_in(way, part, at, asked):
                hint(AHEAD, end, after)
            if n:
                decide(at - len('", "'))
            said = None if place is None else key_in(way, key, asked, place)
            if said is not None and said != place:
                hint(MEANT, at, said)
                if n == 0:
                    hints.append((ROLE, max(said, place), min(said, place)))

    for text, mine in way.parts:
        if not mine:
            asked = begin + (text.rfind(USER) + len(USER) if USER in text else 0), begin + len(text)
        elif "invoke name" in text:
            name = last = None
            names = [m[1] for m in INVOKE.finditer(text) if m[1]]
            elsewhere = {stem for tool, own in words.items() if tool not in names for stem in own}
            called = {stem: own for tool in names for stem, own in words.get(tool, {}).items() if stem not in elsewhere}
            said = [(stem, way.at(char)) for stem, char in stems(way.text, *asked) if stem in called]
            hints += [(WORD, row, place) for stem, row in said for place in called[stem]]

            def choose(name, char):
                hint(CHOICE, char, places.get((name, None)))
                own = [row for stem, row in said if all((stem in words.get(tool, ())) == (tool == name) for tool in names)]
                for row in own[:GATHERED]:
                    hint(GATHER, char, row)

            thought, spoken = text[:text.find("</think>") + 1], 0
            for name in dict.fromkeys(names):
                if name in thought:
                    choose(name, begin + thought.index(name))
                    decide(begin + thought.index(name))
            for m in CLOSING.finditer(text):
                decide(begin + m.start())
            for m in INVOKE.finditer(text):
                if m[1]:
                    name, owner = m[1], way.at(begin + m.end(1) - 1)
                    last = owner
                    decide(begin + m.start(1))
                    if name in thought[spoken:]:  # of what was not thought of NAME's layer knows too little
                        spoken = thought.index(name, spoken)
                        hint(NAME, begin + m.start(1), way.at(begin + spoken))
                        spoken += len(name)
                    choose(name, begin + m.start(1))
                else:
                    hint(OWNER, begin + m.start(2), owner)
                    hint(BEFORE, begin + m.start(2), last)
                    hint(NAME, begin + m.start(2), places.get((name, m[2])))
                    decide(begin + m.start(2))
                    decide(begin + m.end(3))
                    last = way.at(begin + m.end(2) - 1)
                    filled(m[3], begin + m.start(3), m[2])
                    closing = begin + m.end(3) + len("</｜DSML｜")
                    hint(OWNER, closing, owner)
                    more(name, m[2], closing, last)
        elif "<result>" in way.text[slice(*asked)]:
            for m in RESULT.finditer(way.text, *asked):
                told = re.findall(r'": "?([^",}]+)', m[1]) if m[1].startswith("{") else [m[1]]
                for piece in told:
                    for found in re.finditer(re.escape(piece), text):
                        decide(begin + found.start())
                        hint(VALUE, begin + found.start(), way.at(way.text.index(piece, m.start(1))))
        else:
            head = text.rfind("</think>") + 8 if "</think>" in text else 0
            if text.startswith('{"', head):
                last, keys = None, words.get(None, {})
                hints += [(WORD, way.at(char), place) for stem, char in stems(way.text, *asked) if stem in keys for place in keys[stem]]
                pairs = list(PAIR.finditer(text, head))
                for m, then in zip(pairs, pairs[1:] + [None]):
                    hint(BEFORE, begin + m.start(1), last)
                    hint(NAME, begin + m.start(1), places.get((None, m[1]), value_in(way, m[1], asked, "")))
                    decide(begin + m.start(1))
                    last = way.at(begin + m.end(1) - 1)
                    group = next((g for g in (2, 3, 4) if m[g]), None)
                    if group == 3:
                        filled(f"[{m[3]}]", begin + m.start(3) - 1, m[1])
                    elif group:
                        filled(m[group], begin + m.start(group), m[1])
                        decide(begin + m.end(group))
                    if group and (then is None or text[m.end(group):then.start()].strip('"] ') == ","):
                        more(None, m[1], begin + m.end(group), last)
        begin += len(text)
    return hints, decisions
