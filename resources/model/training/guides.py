"""Where a well-informed reader would look.

Filling a call or a record takes lookups in turn: which tool is being called and which argument came last, where that
argument stands in the schema, what follows it, where its value stands in the request. Chance finds these steps late.
The conversations are generated, so the right places are known: while training, one attention head for each kind of
step is pulled towards them, see DenseAttention. How the steps are put together is left to the network.
"""
import re
from bisect import bisect_right

OWNER, BEFORE, WORD, NAME, VALUE = (2, 2), (2, 3), (3, 1), (4, 1), (4, 2)  # (layer, head) of each step

TOOL = re.compile(r'^\{"name": "([^"]+)".*$', re.M)
KEY = re.compile(r'"([^"]+)": \{"type": (?!"object", "properties": \{"(?:name|parameters)": \{)')
PLAIN_KEY = re.compile(r'"((?:[^"\\\\]|\\\\.)*)": ')
INVOKE = re.compile(r'invoke name="([^"]+)">|parameter name="([^"]+)" string="(?:true|false)">(.*?)</｜DSML｜parameter>', re.S)
PAIR = re.compile(r'"((?:[^"\\\\]|\\\\.)*)": (?:"((?:[^"\\\\]|\\\\.)*)"|\["((?:[^"\\\\]|\\\\.)*)"|(-?[0-9.]+))?')


WORDS = re.compile(r"[A-Za-z]{3,}")
COMMON = set("the and for with from this that are its into one any can use will has been what which how name type string object integer number boolean array items required description parameters properties enum true false additional".split())


def stems(text, begin, end):
    """(a word's beginning, its place) of the words that mean something."""
    return ((m[0].lower()[:5], m.start()) for m in WORDS.finditer(text, begin, end) if m[0].lower() not in COMMON)


class Text:
    """A text and its tokens: places are rows of a batch."""

    def __init__(self, parts, encodings, row):
        self.text, self.starts, self.row = "".join(t for t, _ in parts), [], row
        begin = 0
        for (text, _), e in zip(parts, encodings):
            self.starts += [begin + a for a, _ in e.offsets]
            begin += len(text)

    def at(self, char):
        return self.row + bisect_right(self.starts, char) - 1


def beginning(start):
    """The places of names and keys in the beginning of a conversation, and what may be said of them there.
    Returns ({(tool, key): place of its first token}, {tool: {word: its place}}, hints)."""
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
        words[name] = {stem: start.at(char) for stem, char in stems(text, begin, line_end)} if name else {stem: start.at(char) for m in found for stem, char in stems(text, *m.span(1))}
        if name:
            hints += [(OWNER, place, owner) for place in words[name].values() if place > owner]
    return places, words, hints


def value_in(way, text, asked, end):
    """The place of a value in the request."""
    if not text:
        return None
    m = re.compile(r"(?<![0-9A-Za-z])" * text[0].isalnum() + re.escape(text)).search(way.text, asked, end)
    return way.at(m.start()) if m else None


def continuation(parts, way, places, words):
    """Hints for what the assistant says in one way to go on. The token at row i is predicted from row i - 1."""
    hints, begin, asked = [], 0, (0, 0)
    hint = lambda step, char, place: place is not None and hints.append((step, way.at(char) - 1, place))
    for text, mine in parts:
        if not mine:
            asked = begin, begin + len(text)
        elif "invoke name" in text:
            name = last = None
            names = {m[1] for m in INVOKE.finditer(text) if m[1]}
            elsewhere = {stem for tool, own in words.items() if tool not in names for stem in own}
            called = {stem: place for tool in names for stem, place in words.get(tool, {}).items() if stem not in elsewhere}
            hints += [(WORD, way.at(char), called[stem]) for stem, char in stems(way.text, *asked) if stem in called]
            for m in INVOKE.finditer(text):
                if m[1]:
                    name, owner = m[1], way.at(begin + m.end(1) - 1)
                    last = owner
                    hint(NAME, begin + m.start(1), places.get((name, None)))
                else:
                    hint(OWNER, begin + m.start(2), owner)
                    hint(BEFORE, begin + m.start(2), last)
                    hint(NAME, begin + m.start(2), places.get((name, m[2])))
                    last = way.at(begin + m.end(2) - 1)
                    value = m[3][2:].split('"')[0] if m[3].startswith('["') else m[3]
                    hint(VALUE, begin + m.start(3) + (2 if m[3].startswith('["') else 0), value_in(way, value, *asked))
        else:
            head = text.rfind("</think>") + 8 if "</think>" in text else 0
            if text.startswith('{"', head):
                last, keys = None, words.get(None, {})
                hints += [(WORD, way.at(char), keys[stem]) for stem, char in stems(way.text, *asked) if stem in keys]
                for m in PAIR.finditer(text, head):
                    hint(BEFORE, begin + m.start(1), last)
                    hint(NAME, begin + m.start(1), places.get((None, m[1]), value_in(way, m[1], *asked)))
                    last = way.at(begin + m.end(1) - 1)
                    group = next((g for g in (2, 3, 4) if m[g]), None)
                    if group:
                        hint(VALUE, begin + m.start(group), value_in(way, m[group], *asked))
        begin += len(text)
    return hints
