"""Conversations that copy: tool calls, records and commands in JSON."""
import encoding
from facts.records import ACTIONS, COMMANDS, COMMANDS_NO_HOST, EXTRACT, FIELDS, NOUNS, PEOPLE, SENTENCES
from facts.talk import REFUSALS, SUBJECTS
from facts.toolkit import TOOLS
from facts.values import SERVICE, UNIT_WORD, VERB, WORD, invent, value
from talks import answer, any_known, maybe_system, user

# ---- tools -------------------------------------------------------------------

def make_tool(r, t):
    """Draws names for one kind of tool and returns (schema, fixed)."""
    words = dict(w=r.choice(WORD) if r.random() < 0.7 else invent(r, 2), v=r.choice(VERB) if r.random() < 0.7 else invent(r, 2), u=r.choice(UNIT_WORD))
    name = r.choice(t["names"]).format(**words)
    if r.random() < 0.15:  # an invented name: only the description tells what it does
        name = r.choice([f"{invent(r)}_{name}", f"{name}_{invent(r, 1)}", name.replace("_", "-"), f"tool_{r.randint(1, 99)}"])
    does = r.choice(t["does"]).format(**words)
    props, keys = {}, []
    for names, kind, source, about in t["params"]:
        key = r.choice(names.split()).format(**words)
        while key in props:
            key += "2"
        props[key] = {"type": kind}
        if source == "unit":
            props[key]["enum"] = ["celsius", "fahrenheit"]
        if r.random() < 0.6:
            props[key]["description"] = about.format(**words)
        keys.append((key, source))
    params = {"type": "object", "properties": props}
    if props and r.random() < 0.85:
        params["required"] = list(props)
    if r.random() < 0.15:
        params["additionalProperties"] = False
    schema = {"name": name, "description": does, "parameters": params}
    if r.random() < 0.1:
        schema = {"name": name, "parameters": params} if "{" not in "".join(t["names"]) else schema
    return schema, keys, words


def request(r, t, made):
    """One request that this tool answers: (question, arguments, values)."""
    schema, keys, words = made
    args = {key: value(r, source) for key, source in keys}
    shown = [("on" if v else "off") if isinstance(v, bool) else str(v) for v in args.values()]
    q = r.choice(t["requests"]).format(*shown, **words)
    roll = r.random()
    if roll < 0.06:
        q += f" Use {schema['name']}."
    elif roll < 0.1:
        q = f"Call {schema['name']} with " + ", ".join(f"{k} {s}" for k, s in zip(args, shown)) + "." if args else f"Call {schema['name']}."
    elif roll < 0.3 and not any(s[:1].isupper() for s in shown):
        q = q[0].lower() + q[1:] if r.random() < 0.5 else q.rstrip(".?")
    return q, args, shown, words


def tool_turn(r, t, made, finish=True):
    schema = made[0]
    q, args, shown, words = request(r, t, made)
    thought = f"I call {schema['name']}" + (" with " + ", ".join(f"{k} = {s}" for k, s in zip(args, shown)) if args else "") + "."
    turn = [user(q), answer("", thought, [{"function": {"name": schema["name"], "arguments": args}}])]
    if finish:
        result = str(value(r, t["result"]))
        text = r.choice(t["answers"]).format(*shown, r=result, **words)
        if r.random() < 0.3:
            result = encoding.dump({r.choice(["result", "value", "name", schema["name"].split("_")[-1]]): value_like(result)})
        turn += [{"role": "tool", "content": result}, answer(text, f"The result is {result}. I pass it on.")]
    return turn


def value_like(text):
    return int(text) if text.isdigit() and text[0] != "0" else text


def with_tools(r):
    """A conversation with one to three tools; some turns need none."""
    kinds = r.choices(TOOLS, weights=[t["weight"] for t in TOOLS], k=r.choice([1, 1, 2, 2, 3]))
    kits, seen = [], set()
    for t in kinds:
        made = make_tool(r, t)
        # Two tools for the same job would make the choice a guess.
        if made[0]["name"] not in seen and t["requests"][0] not in seen:
            seen |= {made[0]["name"], t["requests"][0]}
            kits.append((t, made))
    turns = []
    for i in range(r.choice([1, 2, 2, 3])):
        roll = r.random()
        if roll < 0.82:
            t, made = r.choice(kits)
            turns += tool_turn(r, t, made, finish=i > 0 or r.random() < 0.7)
            if turns[-1].get("tool_calls"):
                break
        elif roll < 0.94:
            turns += any_known(r)
        else:
            turns += unknown_for_tools(r)
    return encoding.attach(maybe_system(r) + turns, [{"type": "function", "function": made[0]} for _, made in kits])


def unknown_for_tools(r):
    x = r.choice(SUBJECTS)
    q = r.choice(["Who invented {x}?", "Write a poem about {x}.", "Tell me a joke about {x}.", "What is the history of {x}?", "Tell me a story about {x}."])
    return [user(q.format(x=x)), answer(REFUSALS[0], "No tool fits, and I do not know it.")]


# ---- JSON --------------------------------------------------------------------

def schema_of(r, fields):
    props = {name: {"type": kind} for name, kind, _ in fields}
    out = {"type": "object", "properties": props}
    if r.random() < 0.8:
        out["required"] = list(props)
    if r.random() < 0.3:
        out["additionalProperties"] = False
    return out


def place_schema(r, schema, turns):
    roll = r.random()
    if roll < 0.6:
        return encoding.attach(maybe_system(r) + turns, None, schema)
    if roll < 0.75:
        wrapped = {"type": "json_schema", "json_schema": {"name": r.choice(["record", "reply", "command", "answer"]), "schema": schema}}
        return encoding.attach(maybe_system(r) + turns, None, wrapped)
    lead = r.choice(["Answer with JSON that matches this schema: ", "Reply only with JSON for this schema:\n", "Return JSON. Schema: ", "Your answer is a JSON object with this schema: "])
    return [{"role": "system", "content": lead + encoding.dump(schema)}] + turns


def record(r):
    if r.random() < 0.35:
        fields = PEOPLE
    else:
        fields = [(r.choice(n.split()) if r.random() < 0.85 else invent(r), k, s) for n, k, s in r.sample(FIELDS, r.randint(2, 4))]
    schema = schema_of(r, fields)
    turns = []
    for _ in range(r.choice([1, 2, 2, 3])):
        out = {name: value(r, source) for name, _, source in fields}
        text = {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in out.items()}
        if fields is PEOPLE and r.random() < 0.4:
            q = r.choice(SENTENCES).format(**text)
        else:
            joined = ", ".join(text.values()) if r.random() < 0.7 else ", ".join(f"{k} {v}" for k, v in text.items())
            q = r.choice(EXTRACT).format(v=joined)
        turns += [user(q), answer(encoding.dump(out), "I fill the fields: " + ", ".join(f"{k} = {v}" for k, v in text.items()) + ".")]
    if fields is PEOPLE and r.random() < 0.12:  # asked without a schema
        return turns
    return place_schema(r, schema, turns)


def command(r):
    """Turns an order into {"action": ..., "args": {...}}."""
    given = r.random()
    actions = r.sample(ACTIONS, r.randint(2, 4))
    action_key, args_key = ("action", "args") if r.random() < 0.85 else r.choice([("command", "arguments"), ("op", "params"), ("verb", "args"), ("action", "parameters")])
    noun = r.choice(["container", "container"] + NOUNS)
    action_schema, full = {"type": "string"}, given < 0.6
    if given > 0.8:
        action_schema["enum"] = actions
    args_schema, thing, host = {"type": "object"}, noun, "host"
    if r.random() < 0.4:
        thing, host = r.choice([noun, "name", "target"]), r.choice(["host", "server", "machine"])
        args_schema["properties"] = {thing: {"type": "string"}, host: {"type": "string"}}
        if r.random() < 0.5:
            args_schema["required"] = [thing, host]
    schema = {"type": "object", "properties": {action_key: action_schema, args_key: args_schema}, "required": [action_key, args_key]}
    turns = []
    for _ in range(r.choice([1, 1, 2])):
        v = r.choice(actions)
        x = value(r, "service") if r.random() < 0.8 else r.choice(SERVICE)
        h = value(r, "host")
        with_host = r.random() < 0.9
        form = r.choice(COMMANDS if with_host else COMMANDS_NO_HOST)
        if "{n}" not in form and thing == noun:
            form = COMMANDS[0]
        q = form.format(V=v.capitalize(), v=v, x=x, n=noun, h=h)
        args = {thing: x, host: h} if with_host else {thing: x}
        out = {action_key: v, args_key: args}
        turns += [user(q), answer(encoding.dump(out), f"The action is {v}; " + ", ".join(f"{k} = {s}" for k, s in args.items()) + ".")]
    return place_schema(r, schema, turns)
