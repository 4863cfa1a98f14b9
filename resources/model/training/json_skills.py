"""Conversations that end in JSON: records by a schema or an example, and orders turned into actions."""
import encoding
from facts.forms import FORMS
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.papers import PAPERS
from facts.pools import JOB
from facts.records import COMMAND_FORMS, DOMAINS, EXTRACT, EXTRACT_ZH, NAMED_FORMS, OBJECTS, OPENERS, ORDERS, PLACES, SHALL, WHO
from facts.registers import REGISTERS
from facts.toolkit import KEYS
from facts.values import Values, invent
from facts.words import ADJECTIVES, NOUNS, VERBS
from talks import answer, known, maybe_system, user
from tools import joined, spoken, worded


def schema_of(r, props):
    out = {"type": "object", "properties": props}
    if r.random() < 0.8:
        out["required"] = list(props)
    if r.random() < 0.3:
        out["additionalProperties"] = False
    return out


def example_of(value, fields):
    """Another record with the same fields, to show the shape."""
    return {key: value(source) if not source.startswith("enum:") else source[5:].split("|")[0] for key, _, source, _ in fields}


def schema_lead(r):
    who = r.choice(["", "", "", "You extract data. ", "You turn text into JSON. ", "You are a clerk. ", "You read forms. ", "You control machines. "])
    return who + r.choice(["Answer with JSON that matches this schema: ", "Reply only with JSON for this schema:\n", "Return JSON. Schema: ", "Your answer is a JSON object with this schema: ", "Use this schema:\n", "Schema: ",
                           "Respond with a single JSON object, nothing else. It must follow ", "The JSON schema is ", "Write JSON for the schema ", "Only JSON, please. The schema: ", "Fill this schema: "])


def example_lead(r):
    who = r.choice(["", "", "", "You extract data. ", "You turn text into JSON. ", "You are a clerk. "])
    return who + r.choice(["Answer in JSON like this example: ", "Reply with JSON in this form:\n", "Extract the fields as in this example: ", "Example of the output: ", "Return JSON only, for example ", "The answer must look like this: ",
                           "Use the form of this record: ", "Write JSON like ", "Your JSON looks like this: ", "The same keys as here: "])


def place(r, value, fields, props):
    """The wanted shape where people put it: the request's format, the system text, an example."""
    roll, schema = r.random(), schema_of(r, props)
    if roll < 0.42:
        return encoding.attach(maybe_system(r), None, schema)
    if roll < 0.54:
        wrapped = {"type": "json_schema", "json_schema": {"name": r.choice(["record", "reply", "command", "answer", "result", "data"]), "schema": schema}}
        return encoding.attach(maybe_system(r), None, wrapped)
    if roll < 0.72:
        lead = schema_lead(r)
        return [{"role": "system", "content": lead + encoding.dump(schema)}]
    if roll < 0.92:
        lead = example_lead(r)
        return [{"role": "system", "content": lead + encoding.dump(example_of(value, fields))}]
    # Bare keys say nothing of types, so only texts and numbers are asked for in this way.
    if all(p["type"] in ("string", "integer", "number") and "enum" not in p for p in props.values()):
        lead = r.choice(["Extract {k} as JSON.", "Return a JSON object with the keys {k}.", "Answer only with JSON. Keys: {k}.", "Reply with JSON that has {k}."])
        return [{"role": "system", "content": lead.format(k=joined(list(props)))}]
    return encoding.attach(maybe_system(r), None, schema)


def prop(r, kind, source, key):
    if source.startswith("list:"):
        return {"type": "array", "items": {"type": "string"}}
    if source.startswith("enum:"):
        return {"type": "string", "enum": source[5:].split("|")}
    out = {"type": kind}
    if r.random() < 0.15:
        out["description"] = r.choice([key.replace("_", " ").capitalize(), f"The {key.replace('_', ' ')}"])
    return out


def draw_record(r, value, fields):
    return {key: r.choice(source[5:].split("|")) if source.startswith("enum:") else value(source) for key, _, source, _ in fields}


def sentence(r, fields, out):
    """Free text that names every field in its own phrase; the first field is the subject."""
    said = {key: phrase for key, _, _, phrase in fields}
    subject, *rest = list(out)
    parts = []
    for key in rest:
        options = said[key]
        if isinstance(out[key], bool):  # phrases for true | phrases for false
            options = options[0 if out[key] else 1]
        parts.append(r.choice(options).format(v=spoken(r, out[key])))
    if r.random() < 0.5:
        r.shuffle(parts)
    lead = r.choice(said[subject]).format(v=out[subject])
    if not parts:
        return lead
    if lead.endswith(str(out[subject])) and r.random() < 0.15:
        lead += " " + r.choice(AFTERWARDS)
    return r.choice([lambda: f"{lead}, {', '.join(parts)}", lambda: f"{lead}: {', '.join(parts)}.", lambda: f"{lead}, {joined(parts)}.", lambda: f"{lead}; {'; '.join(parts)}", lambda: f"{'. '.join([lead] + parts)}."])()


def listing(r, out):
    """Bare values, or values with their keys."""
    text = {k: ", ".join(v) if isinstance(v, list) else spoken(r, v) for k, v in out.items()}
    roll = r.random()
    if roll < 0.3 and not any(isinstance(v, (list, bool)) for v in out.values()):
        return r.choice([", ", ", ", "; ", " | ", " / "]).join(text.values())
    items = list(text.items())
    if r.random() < 0.4:
        r.shuffle(items)
    mark, gap = r.choice([": ", ": ", " = ", " ", " is "]), r.choice([", ", "; ", "\n", ". "])
    if mark == " " or gap != "\n" and any(isinstance(v, list) for v in out.values()):
        gap = "; "
    return gap.join((k.replace("_", " ") if r.random() < 0.6 else k) + mark + v for k, v in items)


def thought(out):
    return "The fields are " + ", ".join(out) + "."


def wrapped(r, text):
    return r.choice(EXTRACT_ZH if "\u4e00" <= text[0] <= "\u9fff" else EXTRACT).format(v=text)


KINDS = [("string", "any"), ("string", "any"), ("string", "code"), ("integer", "number"), ("integer", "small"), ("number", "amount"), ("boolean", "onoff"), ("string", "fullname"),
         ("string", "date"), ("string", "phrase"), ("array", "list:word"), ("array", "list:invent"), ("array", "list:pair"), ("array", "list:fullname"),
         ("string", "email"), ("string", "city"), ("string", "title"), ("string", "clock"), ("number", "price"), ("string", "first"), ("string", "enum"), ("integer", "year"), ("boolean", "onoff")]
AROUND = ["{k} {v}", "the {k} is {v}", "{v} as {k}", "with {k} {v}", "has the {k} {v}", "its {k} is {v}", "{k} = {v}", "{k} set to {v}", "{v} is the {k}", "where {k} is {v}", "and {k} {v}",
          "{k}: {v}", "a {k} of {v}", "{v} for the {k}", "under {k}: {v}", "{v} ({k})", "the {k}, {v}", "{k} ({v})", "and for {k} {v}", "I put {k} at {v}", "{k} will be {v}", "{k} {v} please"]
# Ways to say a value by a word {w} that has nothing to do with its key; only its kind tells, where no other field is of that kind.
BESIDE = ["{w}s {v}", "{w}s {v}", "{w}ed by {v}", "{w}ed at {v}", "{w}s with {v}", "to {w} {v}", "{w}ed for {v}", "in the {w} {v}", "{w}ed under {v}", "{w} of {v}", "{v} {w}s", "{w}ing {v}"]
# Kinds that can be told from all others, by the group within which they cannot.
CLEAR = dict(fullname="person", first="person", number="number", small="number", amount="number", price="number", year="number", date="date", email="email", city="city", clock="clock",
             **{f"list:{kind}": "list" for kind in "word invent pair fullname first food city language".split()})
# What may follow the first thing of a record, and is no part of it.
AFTERWARDS = ["arrived today", "is new here", "just came in", "was here again", "has to be added", "called this morning", "is on the list", "wants to be entered", "came by", "is next", "has changed", "is the one I mean", "came up"]


def made_up_key(r):
    """A key that may never have been seen: a known one, a word, two words, or no word at all."""
    roll, two = r.random(), (r.choice(NOUNS), r.choice(NOUNS))
    return r.choice(KEYS) if roll < 0.3 else two[0] if roll < 0.6 else "_".join(two) if roll < 0.75 else two[0] + two[1].capitalize() if roll < 0.83 else two[0].capitalize() if roll < 0.88 else invent(r)


def made_up_fields(r, count):
    """Fields of any name; the text names each by its key, or lets its kind tell."""
    kinds = [(key, *r.choice(KINDS)) for key in dict.fromkeys(made_up_key(r) for _ in range(count))]
    groups, out = [CLEAR.get(source) for _, _, source in kinds[1:]], []
    for key, kind, source in kinds:
        beside = groups.count(CLEAR.get(source)) == 1 and r.random() < 0.5
        source = "enum:" + "|".join(r.sample(ADJECTIVES + NOUNS, r.randint(2, 4))) if source == "enum" else source
        shown = key.replace("_", " ")
        phrases = [p.replace("{k}", shown).replace("{w}", r.choice(VERBS + NOUNS)) for p in r.sample(BESIDE if beside else AROUND, 3)]
        out.append((key, kind, source, ([shown, "with " + shown], ["no " + shown, "without " + shown, "not " + shown]) if kind == "boolean" else phrases))
    key, source = out[0][0], r.choice(["fullname", "code", "word", "title", "invent", "service"])
    shown = key.replace("_", " ")
    out[0] = (key, "string", source, ["A {v}", "One {v}", "The {v}", "{v}"] if source == "word" and r.random() < 0.6 else ["{v}", f"The {shown} {{v}}", shown.capitalize() + " {v}"])
    return out


PERSON, THING = set("fullname first person".split()), set("word food event room".split())
MEMBER = ["Our {w} {v}", "My {w} {v}", "The {w} {v}", "{W} {v}", "A {w}, {v}", "Their {w} {v}"]
ARTICLE = ["A {v}", "An {v}", "One {v}", "The {v}", "This {v}", "Our {v}", "My {v}", "Some {v}", "Another {v}"]
NAMED = ["The {w} {v}", "Our {w} {v}", "{W} {v}", "A {w}: {v}"]


def introduced(r, field):
    """The first field of a record with words before it that are no part of it: who or what it is."""
    key, kind, source, _ = field
    noun = r.choice(JOB + NOUNS)
    leads = MEMBER if source in PERSON else ARTICLE if source in THING else NAMED
    return key, kind, source, [lead.replace("{w}", noun).replace("{W}", noun.capitalize()) for lead in r.sample(leads, 3)]


def told_by_kind(r, fields):
    """One of the other fields said by a word that has nothing to do with its key, if no other field is of its kind."""
    groups = [CLEAR.get(source) for _, _, source, _ in fields]
    alone = [n for n, group in enumerate(groups) if n and group and groups.count(group) == 1]
    if alone:
        n = r.choice(alone)
        fields[n] = (*fields[n][:3], [p.replace("{w}", r.choice(VERBS + NOUNS)) for p in r.sample(BESIDE, 3)])


def record(r, words=None):
    value = Values(r, words)
    natural = r.random() < 0.6
    if natural:
        subject, *rest = r.choice(DOMAINS + FORMS + PAPERS + REGISTERS)
        fields = [subject] + r.sample(rest, min(len(rest), r.choice([1, 2, 2, 3, 3, 4, 5])))
        fields = [(r.choice(names.split()), kind, source, phrase) for names, kind, source, phrase in fields]
        if r.random() < 0.15:  # a key that only the others' kinds tell
            i = r.randrange(len(fields))
            if sum(f[1] == fields[i][1] for f in fields) == 1 and all(f[0] != (key := made_up_key(r)) for f in fields):
                fields[i] = (key, *fields[i][1:])
        if r.random() < 0.25:
            fields[0] = introduced(r, fields[0])
        if r.random() < 0.25:
            told_by_kind(r, fields)
    else:
        fields = made_up_fields(r, r.randint(2, 6))
    props = {key: prop(r, kind, source, key) for key, kind, source, _ in fields}
    order = list(props)
    if natural and r.random() < 0.25:  # the schema's order need not be the text's
        r.shuffle(order)
    ways = []
    for _ in range(r.randint(6, 10)):
        drawn = draw_record(r, value, fields)
        text = sentence(r, fields, drawn) if r.random() < (0.65 if natural else 0.5) else listing(r, drawn)
        out = {k: drawn[k] for k in order}
        ways.append([user(wrapped(r, worded(r, text, out.values()))), answer(encoding.dump(out), thought(out))])
    fields = sorted(fields, key=lambda f: order.index(f[0]))
    return place(r, value, fields, {k: props[k] for k in order}) + (ways.pop() if r.random() < 0.1 else []), ways


def nested(r, words=None):
    """One object inside another, or a list of objects."""
    value = Values(r, words)
    outer, inner = ([made_up_key(r) for _ in range(2)] for _ in range(2))
    if inner[0] == inner[1]:
        return record(r, words)
    group = r.choice(["customer", "owner", "address", "sender", "item", "config", "details", invent(r)])
    kinds = [r.choice([("string", "any"), ("integer", "small"), ("string", "code"), ("string", "fullname")]) for _ in range(4)]
    in_props = {k: {"type": t} for k, (t, _) in zip(inner, kinds)}
    props = {outer[0]: {"type": kinds[2][0]}, group: {"type": "object", "properties": in_props, "required": list(in_props)}}
    ways = []
    for _ in range(4):
        made, first = {k: value(s) for k, (_, s) in zip(inner, kinds)}, value(kinds[2][1])
        text = f"{outer[0].replace('_', ' ')} {first}; {group}: " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in made.items())
        out = {outer[0]: first, group: made}
        ways.append([user(wrapped(r, text)), answer(encoding.dump(out), thought(out))])
    return encoding.attach(maybe_system(r), None, schema_of(r, props)), ways


def bare_people(r, words=None):
    return maybe_system(r), [bare_person(r, words) for _ in range(r.randint(3, 6))]


def bare_person(r, words=None):
    """No schema at all: name, age and city."""
    value = Values(r, words)
    name, age, city = value("person"), value("age"), value("city")
    chinese = r.random() < 0.25
    if chinese and r.random() < 0.5:
        name, city = value("zhname"), value("zhcity")
    text = r.choice([", ", "，"] if chinese else [", "]).join([name, str(age), city])
    form = r.choice(["把“{v}”变成一条记录。", "把“{v}”变成记录", "把 {v} 变成一条记录", "将“{v}”转换成记录。"]) if chinese else r.choice(
        ["Turn “{v}” into a record.", "Turn “{v}” into a record.", "Turn \"{v}\" into a record.", "Make a record of “{v}”.", "turn {v} into a record", "Please turn “{v}” into a JSON record.", "Record: {v}"])
    out = {"name": name, "age": age, "city": city}
    return [user(form.format(v=text)), answer(encoding.dump(out), thought(out))]


COMMON_VERBS = "restart stop start restart stop start pause resume delete remove update check scale deploy move close open".split()


def order(r, value, keys, verb, noun, where, fixed):
    """One order in words, and what it means."""
    key, place_key = keys
    x, h = value(r.choice(["service", "service", "invent", "code"])), value("host")
    with_place = fixed or r.random() < 0.85
    form = r.choice(COMMAND_FORMS if with_place else NAMED_FORMS)
    if r.random() < 0.5:
        opener = r.choice(OPENERS) if r.random() < 0.6 else " ".join(r.sample([r.choice(WHO), r.choice(SHALL)], 2)) + " "
        form = opener + r.choice(NAMED_FORMS).replace("{V}", "{v}").replace("Please ", "").replace("Can you ", "").rstrip("?.") + (" " + r.choice(PLACES) if with_place else "") + r.choice([".", "", "!"])
        form = form if form[0] == "{" and r.random() < 0.5 or r.random() < 0.3 else form.replace("{v}", "{V}", 1) if form.startswith("{v}") else form[0].upper() + form[1:]
    text = form.format(V=verb.capitalize(), v=verb, x=x, n=noun, w=where, h=h)
    return text, {key: x, place_key: h} if with_place else {key: x}


def command(r, words=None):
    """Turns orders into {"action": ..., "args": {...}}; the names of the arguments come from the order or the schema."""
    value = Values(r, words)
    action_key, args_key = ("action", "args") if r.random() < 0.7 else r.choice([("command", "arguments"), ("op", "params"), ("verb", "args"), ("action", "parameters"), ("intent", "slots"), ("do", "with")])
    fixed, numbered, by_example = r.random() < 0.3, r.random() < 0.2, r.random() < 0.15

    def things():
        return r.choice(OBJECTS) if r.random() < 0.5 else value.pick("WORD", 0.1), r.choice("host host server machine node cluster".split()) if r.random() < 0.5 else r.choice(NOUNS)

    def new_verb():
        return r.choice(COMMON_VERBS) if r.random() < 0.35 else value.pick("VERB", 0.4)

    noun, where = things()
    keys = (r.choice([noun, "name", "target", "item"]), r.choice([where, "host", "location", "server"])) if fixed else (noun, where)
    if keys[0] == keys[1]:
        keys = keys[0], "location"
    verb, form, number_key = r.choice(ORDERS)
    verbs, ways = [verb] if numbered else [new_verb() for _ in range(4)], []
    for _ in range(r.randint(4, 7)):
        if numbered:  # an order with a number
            x, amount = value(r.choice(["service", "invent"])), value("small")
            text, args = form.replace("{n}", noun).format(x=x, a=amount), {keys[0]: x, number_key: amount}
        else:
            verb = r.choice(verbs)
            n, w = (noun, where) if fixed or by_example else things()
            text, args = order(r, value, keys if fixed or by_example else (n, w) if n != w else (n, "location"), verb, n, w, fixed)
        ways.append([user(text), answer(encoding.dump({action_key: verb, args_key: args}), order_thought(verb))])
    action, args_schema = {"type": "string"}, {"type": "object"}
    if r.random() < 0.25:
        action["enum"] = list(dict.fromkeys(verbs + [value.pick("VERB", 0.1) for _ in range(3)]))
        r.shuffle(action["enum"])
    if fixed:
        args_schema["properties"] = {keys[0]: {"type": "string"}, number_key if numbered else keys[1]: {"type": "integer" if numbered else "string"}}
    schema = {"type": "object", "properties": {action_key: action, args_key: args_schema}, "required": [action_key, args_key]}
    roll = r.random()
    if by_example and not numbered:
        example = {action_key: value.pick("VERB"), args_key: {keys[0]: value("service"), keys[1]: value("host")}}
        return [{"role": "system", "content": r.choice(["Answer in JSON like this example: ", "Reply with JSON in this form:\n", "Turn orders into JSON, for example "]) + encoding.dump(example)}], ways
    if roll < 0.45:
        lead = r.choice([schema_lead(r), "You turn orders into JSON. Schema: "])
        return [{"role": "system", "content": lead + encoding.dump(schema)}], ways
    if roll < 0.6 and not fixed:
        shape = "{" + f'"{action_key}", "{args_key}"' + "}"
        lead = r.choice(["Turn each order into {s}.", "Answer with a JSON object {s}.", "Return {s} as JSON.", "You control machines. Answer only with {s}."])
        return [{"role": "system", "content": lead.format(s=shape)}], ways
    return encoding.attach(maybe_system(r), None, schema), ways


def any_json(r, words=None):
    """JSON mode: no schema, only the wish for an object."""
    return encoding.attach(maybe_system(r), None, {"type": "object"}), [bare_person(r, words) if r.random() < 0.4 else any_object(r, words) for _ in range(4)]


def any_object(r, words=None):
    value = Values(r, words)
    if r.random() < 0.25:
        turns = known(r, r.choice([HADAL, IDEAS]))[:2]
        out = {"answer": turns[1]["content"]}
        turns[1] = answer(encoding.dump(out), turns[1]["reasoning_content"])
    else:
        out = {k: value(r.choice(["word", "code", "number", "fullname", "date", "small"])) for k in {made_up_key(r): 0 for _ in range(r.randint(2, 4))}}
        mark = r.choice([": ", " = ", ": "])
        turns = [user(wrapped(r, r.choice([", ", "; ", "\n"]).join(k + mark + str(v) for k, v in out.items()))), answer(encoding.dump(out), thought(out))]
    return turns


def order_thought(verb):
    return f"The action is {verb}."


def structured(r, words=None):
    return r.choices([record, command, bare_people, nested, any_json], weights=[0.5, 0.31, 0.08, 0.06, 0.05])[0](r, words)
