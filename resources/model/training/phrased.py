"""Tools of random words with requests that sound natural.

A request shares words with the tool's name, description and keys, in other places and forms; what kind of thing a value is,
and the small word before it, tell the rest. Nothing here means anything: what can be learned is how requests are built.
"""
from facts.words import ADJECTIVES, NOUNS, VERBS

# kind of value -> names of a key that is called after the kind, ways to say the value ({x} the value, {b} the key's own word)
SLOTS = {
    "clock": ("time when at begin start hour", ["at {x}", "at {x}", "for {x}", "from {x} on", "by {x}", "around {x}", "{x}", "before {x}", "when it is {x}"]),
    "date": ("date day when on due", ["on {x}", "on {x}", "for {x}", "by {x}", "until {x}", "{x}", "from {x} on", "after {x}"]),
    "isodate": ("date day when due since", ["on {x}", "for {x}", "by {x}", "until {x}", "since {x}", "{x}"]),
    "city": ("city place where location town destination", ["in {x}", "in {x}", "to {x}", "near {x}", "for {x}", "from {x}", "{x}", "around {x}"]),
    "first": ("person who name guest user friend", ["for {x}", "for {x}", "with {x}", "to {x}", "from {x}", "by {x}", "of {x}"]),
    "fullname": ("person who name customer owner member", ["for {x}", "with {x}", "to {x}", "of {x}", "by {x}", "{x}"]),
    "code": ("code id number reference key", ["{x}", "{x}", "number {x}", "with the code {x}", "under {x}", "of {x}", "({x})", "for {x}"]),
    "invent": ("name id target item", ["{x}", "{x}", "called {x}", "of {x}", "in {x}", "from {x}", "for {x}", "named {x}"]),
    "host": ("host server machine node address", ["on {x}", "on {x}", "at {x}", "from {x}", "of {x}", "{x}", "to {x}"]),
    "title": ("title name subject", ["{x}", "{x}", "called {x}", "\"{x}\"", "named {x}", "of {x}", "with the title {x}"]),
    "phrase": ("text message reason note comment words", [": {x}", "because {x}", "saying {x}", "\"{x}\"", "with the note {x}", "since {x}", ", they say {x}", "that says {x}", "with the words {x}"]),
    "word": ("name item thing kind", ["{x}", "of {x}", "for the {x}", "with {x}", "the {x}", "in the {x}", "from the {x}"]),
    "pair": ("label name event topic title", ["for the {x}", "for the {x}", "for {x}", "the {x}", "{x}", "called {x}", "about the {x}", "of the {x}"]),
    "room": ("room place where", ["in the {x}", "of the {x}", "for the {x}", "{x}"]),
    "email": ("email address to recipient", ["to {x}", "for {x}", "at {x}", "{x}", "by mail to {x}"]),
    "path": ("path file source folder", ["{x}", "from {x}", "in {x}", "at {x}", "of {x}"]),
    "currency": ("currency money from to", ["in {x}", "{x}", "to {x}", "from {x}", "of {x}"]),
    "color": ("color shade", ["in {x}", "{x}", "of {x} color"]),
    "small": ("count number amount quantity", ["{x} {b}s", "{x} {b}s", "for {x} {b}s", "with {x} {b}s", "to {x}", "at {x}", "of {x} {b}s", "the last {x}", "within {x} {b}s"]),
    "tiny": ("count number days nights people", ["{x} {b}s", "for {x} {b}s", "with {x} {b}s", "to {x}", "in {x} {b}s", "{x} of them", "of {x}", "over {x} {b}s"]),
    "number": ("number id limit", ["{x}", "number {x}", "no. {x}", "to {x}", "of {x} {b}s", "up to {x}", "with {x} {b}s"]),
    "price": ("price amount cost sum", ["for {x}", "at {x}", "of {x}", "{x}", "{x} {b}s", "not above {x}", "paid {x}"]),
    "onoff": ("enabled active on", ["{x}", "with {b} {x}", "{b} {x}", "and {b} {x}", "{b}: {x}", "turned {x}"]),
    "list:first": ("people guests members names", ["with {x}", "for {x}", "{x}", "to {x}", "between {x}"]),
    "list:fullname": ("people members authors users", ["with {x}", "for {x}", "{x}", "by {x}", "to {x}"]),
    "list:invent": ("names items tags", ["{x}", "with {x}", "for {x}", "of {x}"]),
    "list:city": ("cities stops places", ["{x}", "to {x}", "in {x}", "through {x}"]),
    "list:pair": ("items things dishes", ["{x}", "with {x}", "of {x}", "for {x}"]),
    "enum": ("kind type mode level", ["{x}", "in {x}", "as {x}", "{b} {x}", "the {x} way", "{x} {b}"]),
}
ALIKE = [("first", "fullname", "list:first", "list:fullname"), ("small", "tiny", "number", "price"), ("date", "isodate"), ("code", "invent", "host", "word", "title", "pair", "room", "path"), ("list:invent", "list:pair")]
TYPES = dict(small="integer", tiny="integer", number="integer", price="number", onoff="boolean")
NAMED = ["{b} {x}", "the {b} is {x}", "{b}: {x}", "with the {b} {x}", "the {b} {x}", "{x} as {b}", "for the {b} {x}", "on {b} {x}", "in {b} {x}", "of {b} {x}"]

# {v} does something with a {w}; {s} is what else is said, {p} someone who wants it.
FRAMES = ["{V} the {w} {s}.", "{V} a {w} {s}.", "{V} {s}.", "{V} my {w} {s}", "{v} {w} {s}", "{w} {s}", "{w} {s}?", "{W}: {s}", "I want a {w} {s}.", "I need the {w} {s}.", "I need to {v} the {w} {s}.", "I would like to {v} {s}.",
          "I'd like a {w} {s}, please.", "Can I have the {w} {s}?", "Could you {v} the {w} {s}?", "Can you {v} {s}?", "We want to {v} a {w} {s}.", "We have to {v} {s}.", "Let us {v} the {w} {s}.", "Let's {v} {s}", "It is time to {v} the {w} {s}.",
          "What is the {w} {s}?", "What are the {w}s {s}?", "Which {w} is there {s}?", "Is there a {w} {s}?", "When is the {w} {s}?", "How is the {w} {s}?", "How many {w}s {s}?", "Where is the {w} {s}?", "Who has the {w} {s}?", "Are there {w}s {s}?",
          "Show me the {w} {s}.", "Show all {w}s {s}", "Give me the {w} {s}.", "Tell me the {w} {s}.", "Find {w}s {s}.", "Find me a {w} {s}", "Look for the {w} {s}.", "Look up {w} {s}.", "Get the {w} {s}.", "Make a {w} {s}.", "Set the {w} {s}.",
          "Put the {w} {s}.", "Add a {w} {s}.", "Take the {w} {s}.", "Send the {w} {s}.", "Change the {w} {s}.", "Order a {w} {s}.", "Book the {w} {s}.", "Start the {w} {s}.", "Have the {w} {v} {s}.", "My {w} {s} should be ready.", "The {w} {s}, please.",
          "Another {w} {s}.", "One more {w} {s}", "There is a {w} {s}.", "The {w} has to go {s}.", "Do {v} the {w} {s}!", "Somebody should {v} the {w} {s}.", "We are out of {w}s {s}.", "I am going to {v} the {w} {s}.", "I just want to {v} {s}.", "Any {w} {s}?"]
FRONT = ["{f} {v} the {w} {s}.", "{f} I need a {w} {s}.", "{f}, {v} {s}", "{f}: {w} {s}", "{f} we want to {v} {s}.", "{f} there should be a {w} {s}.", "{f} I want to {v} the {w} {s}."]
PERSON = ["{p} wants a {w} {s}.", "{p} needs the {w} {s}.", "Let {p} {v} the {w} {s}.", "{p} would love a {w} {s}.", "{p} asks for a {w} {s}.", "{p} has a {w} {s}.", "{p}: {w} {s}", "{p} is going to {v} {s}."]
DOES = ["{V} a {w}.", "{V} the {w}.", "{V} {w}s", "{W} {for_}.", "{V} a {w} {for_}.", "{W}s {for_}", "Tool to {v} a {w} {for_}", "{V}s the {w}.", "The {w} {for_}.", "Use it to {v} {w}s."]


def slot(r, taken):
    """A parameter: (key, JSON type, source, description), and how its value can be said."""
    source = r.choice([k for k in SLOTS for _ in range(1 if k.startswith("list") else 2)])
    typical, ways = SLOTS[source]
    group = next((i for i, kinds in enumerate(ALIKE) if source in kinds), source)
    own, known = r.choice(NOUNS), r.choice(typical.split())
    key = r.choice([own, own, known, known, f"{own}_{known}", f"{known}_{own}"])
    if key in taken:
        key = f"{key}_{own}"
    shown = own if own in key else known
    named, ways = ([w.replace("{b}", shown) for w in some] for some in (NAMED, ways))
    if source == "enum":
        source = "enum:" + "|".join(r.sample(r.choice([ADJECTIVES, NOUNS]), r.randint(2, 4)))
    elif source == "onoff":
        ways = [w for w in ways if shown in w]
    kind = "array" if source.startswith("list:") else TYPES.get(source, "string")
    about = r.choice([f"The {key.replace('_', ' ')}", f"{own.capitalize()} of it", f"Which {own}", known.capitalize(), f"{known.capitalize()} of the {own}"])
    return (key, kind, source, about), dict(ways=ways, named=named, group=group, clear=known in key or kind != "string" or source.startswith("enum"))


def request(r, v, w, said, verb_told):
    """One way to ask, with {0}, {1}, ... for the values. Of two that only their keys tell apart, the second is called by its key.
    Where neither the tool's name nor its description has the verb, `verb_told` is false and the request has the noun."""
    parts, told, unclear = [], set(), False
    for n, s in enumerate(said):
        known = s["group"] not in told and (s["clear"] or not unclear)
        unclear, told = unclear or known and not s["clear"], told | {s["group"]}
        parts.append(r.choice(s["ways"] if known and r.random() < 0.85 else s["named"]).replace("{x}", "{%d}" % n))
    rest, put, frames = list(range(len(parts))), dict(v=v, w=w, W=w.capitalize(), V=v.capitalize()), FRAMES
    if r.random() < 0.5:
        r.shuffle(rest)
    people = [n for n in rest if said[n]["group"] == 0]
    if len(parts) > 1 and people and r.random() < 0.4:
        frames, put["p"] = PERSON, "{%d}" % people[0]
        rest.remove(people[0])
    elif len(parts) > 1 and r.random() < 0.2:
        lead = parts[rest.pop(0)].lstrip(":, ")
        frames, put["f"] = FRONT, lead[0].upper() + lead[1:]
    put["s"] = r.choice([" ", " ", " ", ", ", " and "]).join(parts[n] for n in rest)
    text = r.choice([f for f in frames if verb_told or "{w}" in f.lower()]).format(**put)
    for mark in ":,":
        text = text.replace(" " + mark, mark)
    return text


def phrased_tool(r):
    """As in facts/toolkit.py, but for the words, which are drawn."""
    v, w = r.choice(VERBS), r.choice(NOUNS)
    params, said = [], []
    for _ in range(r.choice([1, 1, 2, 2, 2, 3])):
        param, ways = slot(r, {p[0] for p in params})
        params.append(param)
        said.append(ways)
    for_ = r.choice(["for a {0}", "of a {0}", "by {0}", "in a {0}", "with a {0}", "from a {0}", "on the {0}"]).format(params[-1][0].replace("_", " "))
    does = r.choice(DOES).format(v=v, w=w, V=v.capitalize(), W=w.capitalize(), for_=for_)
    names = [f"{v}_{w}", f"{v}_{w}", f"{w}_{v}", f"get_{w}", f"{w}_{params[0][0]}", f"{v}_{params[0][0]}", f"find_{w}", f"{w}s", f"{v}_{w}s"]
    said_after = r.choice(["The {w}: **{{r}}**.", "Done: **{{r}}**.", "The {w} is **{{r}}**.", "{W}: {{r}}"]).format(w=w, W=w.capitalize())
    name = r.choice(names)
    return dict(names=[name], does=[does], params=params, requests=[request(r, v, w, said, v in name or v in does.lower()) for _ in range(12)],
                result=r.choice(["done", "done", "code", "title", "number", "fullname", "status", "clock", "price", "phrase"]), answers=[said_after])
