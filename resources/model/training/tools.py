"""Conversations with tools: which one fits, its arguments, and an answer from the results."""
import re

import encoding
from facts.errands import ERRANDS
from facts.household import HOUSEHOLD
from facts.services import SERVICES
from facts.talk import NO_TOOL
from facts.toolkit import KEYS, TOOLS
from facts.trades import TRADES
from facts.values import NUMBERS, Values, invent, letters
from facts.words import NOUNS
from phrased import phrased_tool
from talks import answer, any_known, maybe_system, unknown, user

# What is said of a tool that nobody has seen before has to be practised too.
EVERYDAY = [{**t, "answers": 2 * t["answers"] + ["Done: **{r}**."]} for t in TOOLS + ERRANDS + SERVICES + TRADES + HOUSEHOLD]
RESULTS = "title title code price fullname host isodate phrase phrase number status word place clock invent path city".split()
SPOKEN_BOOL = {True: ["on", "true", "yes", "enabled"], False: ["off", "false", "no", "disabled"]}


def joined(values):
    """a, b and c"""
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + " and " + values[-1]


def spoken(r, value):
    if isinstance(value, bool):
        return r.choice(SPOKEN_BOOL[value])
    return joined(value) if isinstance(value, list) else str(value)


def worded(r, text, values):
    """Small numbers are as often said in words."""
    for number in values:
        if type(number) is int and 0 < number < len(NUMBERS) and r.random() < 0.3:
            places = list(re.finditer(rf"(?<![\w.,:#=/-]){number}(?![\w:%/-]|[.,]\d)", text))
            if len(places) == 1:
                at, word = places[0], NUMBERS[number]
                text = text[:at.start()] + (word if at.start() else word.capitalize()) + text[at.end():]
    return text


def begins_with_value(text, args):
    """Then its first letter must stay as it is."""
    return any(text.startswith(str(v[0] if isinstance(v, list) else v)) for v in args.values())


def function(tool):
    return {"type": "function", "function": tool["schema"]}


class Workshop:
    """Makes tools and requests for them. `words` replaces the training pools in the exam."""

    def __init__(self, r, words=None):
        self.r, self.value = r, Values(r, words)

    def schema(self, name, does, params, required):
        r = self.r
        parameters = {"type": "object", "properties": params}
        if required and r.random() < 0.85:
            parameters["required"] = required
        if r.random() < 0.12:
            parameters["additionalProperties"] = False
        out = {"name": name, "description": does, "parameters": parameters}
        if r.random() < 0.08:
            out = {"name": name, "parameters": parameters, "description": does}
        return out

    # ---- tools from the list: natural requests ---------------------------------
    def listed(self, t):
        r = self.r
        words = dict(w=self.value.pick("WORD", 0.3), v=self.value.pick("VERB", 0.25), u=self.value.pick("UNIT_WORD"))
        name = r.choice(t["names"]).format(**words)
        if r.random() < 0.15:  # only the description tells what it does
            name = r.choice([f"{invent(r)}_{name}", f"{name}_{invent(r, 1)}", name.replace("_", "-"), f"tool_{r.randint(1, 99)}", self.camel(name)])
        props, keys = {}, []
        for names, kind, source, about in t["params"]:
            key = r.choice(names.split()).format(**words) if r.random() < 0.9 else r.choice([r.choice(NOUNS), f"{r.choice(NOUNS)}_{r.choice(NOUNS)}", invent(r)])
            while key in props:
                key += "2"
            props[key] = {"type": "array", "items": {"type": "string"}} if source.startswith("list:") else {"type": kind}
            if source.startswith("enum:"):
                props[key]["enum"] = source[5:].split("|")
            if r.random() < 0.6:
                props[key]["description"] = about.format(**words)
            keys.append((key, source))
        needed = list(props)
        if not self.value.words and r.random() < 0.2:
            self.add_unsaid(props)
        made = dict(schema=self.schema(name, r.choice(t["does"]).format(**words), props, needed), job=t["requests"][0].format(*["{}"] * 9, **words))

        def request():
            args = {key: r.choice(source[5:].split("|")) if source.startswith("enum:") else self.value(source) for key, source in keys}
            shown = [spoken(r, v) if not isinstance(v, bool) else ("on" if v else "off") for v in args.values()]
            text = r.choice(t["requests"]).format(*shown, **words)
            text = self.framed(text, args)
            result = self.result(t["result"], shown)
            said = r.choice(t["answers"]).format(*shown, r=result[1], **words)
            if result[1] not in said and not (t["result"] == "done" and result[2]):
                said += f" Result: **{result[1]}**."
            return text, args, result, said

        return {**made, "request": request}

    def add_unsaid(self, props):
        """What a tool can also be told, and no request ever says: it is to be left out."""
        r = self.r
        for _ in range(r.choice([1, 1, 2])):
            key = r.choice(KEYS) if r.random() < 0.5 else r.choice(NOUNS)
            if key not in props:
                props[key] = {"type": r.choice(["string", "string", "integer", "number", "boolean"])}
                if r.random() < 0.5:
                    props[key]["description"] = r.choice([f"Optional {key}", f"{key.capitalize()}, if known", key.capitalize(), f"The {key}"])

    def framed(self, text, args):
        """People say please, and begin small or large."""
        r = self.r
        if r.random() < 0.15:
            text = r.choice(["Please: ", "Hi, ", "Now: ", "Hello. ", "Next: ", "One thing: ", "And ", "Ok, ", "I need this: ", "Do this: ", "Then ", "Quick: ", "My wish: ", "For me: "]) + text
        if r.random() < 0.08:
            text = text.rstrip(".?") + r.choice([" please.", ", thanks.", " now.", ", please", " for me.", " if you can."])
        return text[0].upper() + text[1:] if r.random() < 0.5 and not begins_with_value(text, args) else text

    def result(self, source, shown):
        """(what the tool returns, how the answer quotes it, whether it is of the usual kind); something unexpected is to be passed on
        all the same"""
        r = self.r
        usual = r.random() < 0.7
        text = str(self.value(source if usual else r.choice(RESULTS)))
        if r.random() < 0.3:
            key = r.choice("result value name status answer data output".split())
            return encoding.dump({key: int(text) if text.isdigit() and text[0] != "0" else text}), text, usual
        return text, text, usual

    # ---- tools made of random words: only copying and matching help -------------
    def camel(self, name):
        head, *rest = name.split("_")
        return head + "".join(p.capitalize() for p in rest)

    def made_up(self, verb=None, noun=None):
        r, pick = self.r, self.value.pick
        v, w = verb or pick("VERB", 0.3), noun or pick("WORD", 0.35)
        name = r.choice([f"{v}_{w}", f"{v}_{w}", f"{w}_{v}", f"{v}_{w}", f"{self.camel(v + '_' + w)}", f"{v}-{w}", f"{w}.{v}"])
        if r.random() < 0.1:
            name = r.choice([f"tool_{letters(r, 2, '123456789')}", f"{invent(r)}_{letters(r, 1, '123456789')}", f"{name}_{invent(r, 1)}"])
        does = r.choice(["{V} a {w}.", "{V} the given {w}.", "Use this to {v} a {w}.", "{V} one {w} by its {k}.", "Can {v} any {w}.", "{V} {w}s.", "{V} the {w} that is named.", "Tool to {v} {w}s"])
        main_key = r.choice([w, w, "name", "id", f"{w}_id", f"{w}_name", "target", "item", pick("WORD")])
        props, parts = {main_key: {"type": "string"}}, [("main", main_key, r.choice(["any", "any", "code", "invent", "word", "host", "fullname", "path"]))]
        if r.random() < 0.5:
            props[main_key]["description"] = r.choice([f"The {w} to {v}", f"Name of the {w}", f"The {w}", f"Which {w}"])
        for _ in range(r.choice([0, 0, 1, 1, 2, 3])):
            key = r.choice(KEYS) if r.random() < 0.35 else r.choice(NOUNS) if r.random() < 0.5 else invent(r, r.choice([1, 2])) if r.random() < 0.5 else f"{pick('WORD')}_{pick('UNIT_WORD')}"
            if key in props:
                continue
            kind = r.choice(["string", "string", "integer", "integer", "number", "boolean", "enum", "list"])
            if kind == "enum":
                choices = [pick("WORD", 0.4) for _ in range(r.randint(2, 4))]
                props[key] = {"type": "string", "enum": list(dict.fromkeys(choices))}
            elif kind == "list":
                props[key] = {"type": "array", "items": {"type": "string"}}
            else:
                props[key] = {"type": kind}
            if r.random() < 0.4:
                props[key]["description"] = r.choice([f"The {key.replace('_', ' ')}", key.replace("_", " ").capitalize(), f"Value of {key.replace('_', ' ')}"])
            parts.append((kind, key, None))
        optional = [k for kind, k, _ in parts if kind != "main" and r.random() < (0.25 if self.value.words else 0.33)]
        does = does.format(V=v.capitalize(), v=v, w=w, k=main_key.replace("_", " "))
        schema = self.schema(name, does, props, [k for k in props if k not in optional])

        def request():
            args, told, main = {}, [], None
            for kind, key, source in parts:
                if key in optional and r.random() < 0.5:
                    continue
                shown = key.replace("_", " ")
                if kind == "main":
                    args[key] = main = str(self.value(source))
                elif kind == "boolean":
                    args[key] = r.random() < 0.5
                    told.append(r.choice([f"with {shown} {spoken(r, args[key])}", f"{shown}: {spoken(r, args[key])}", f"{'with' if args[key] else 'without'} {shown}", f"{shown} {spoken(r, args[key])}"]))
                else:
                    args[key] = {"string": lambda: str(self.value("any")), "integer": lambda: self.value(r.choice(["small", "small", "number"])), "number": lambda: self.value("amount"),
                                 "enum": lambda: r.choice(props[key]["enum"]), "list": lambda: self.value("list:" + r.choice(["word", "invent", "code", "first", "fullname", "pair"]))}[kind]()
                    x = spoken(r, args[key])
                    told.append(r.choice([f"with {shown} {x}", f"{shown} {x}", f"{shown}: {x}", f"with {x} as {shown}", f"set {shown} to {x}", f"use {x} for {shown}", f"{key}={x}", f"the {shown} is {x}"]))
            r.shuffle(told)
            lead = r.choice(["{v} the {w} {x}", "{v} {w} {x}", "Please {v} the {w} {x}", "Can you {v} the {w} {x}", "I need you to {v} the {w} {x}", "{v} {x}", "Could you {v} {w} {x} for me",
                             "I want to {v} the {w} {x}", "The {w} {x}: {v} it", "Take the {w} {x} and {v} it", "Use {n} on {x}", "Time to {v} the {w} {x}"]).format(v=v, w=w, x=main, n=name)
            sep = r.choice([", ", " ", ", "])
            text = sep.join([lead] + told[:1]) + ("".join(r.choice([", ", " and "]) + t for t in told[1:]))
            text += r.choice([".", ".", "", "?"] if lead[:3] in ("Can", "Cou") else [".", ".", ""])
            text = text[0].upper() + text[1:] if r.random() < 0.7 else text
            if r.random() < 0.35:
                fields = {r.choice(KEYS): self.value(r.choice(["number", "word", "invent", "code", "date", "small"])) for _ in range(r.choice([1, 2, 3]))}
                result = encoding.dump(fields), ", ".join(f"{k.replace('_', ' ')} **{x}**" for k, x in fields.items())
                said = f"Done: {result[1]}."
            else:
                result = (str(self.value(r.choice(["done", "done", "phrase", "code", "number", "status", "invent"]))),) * 2
                said = f"Done: **{result[1]}**."
            return text, args, result, said

        return dict(schema=schema, job=f"{v} {w}", verb=v, noun=w, request=request)

    def kit(self, size):
        """Different tools; some share a verb or a noun, so that the choice is real."""
        r, tools = self.r, []
        while len(tools) < size:
            roll = r.random()
            if roll < 0.36:
                made = self.listed(phrased_tool(r))
            elif roll < 0.74:
                made = self.listed(r.choices(EVERYDAY, weights=[t["weight"] for t in EVERYDAY])[0])
            else:
                like = r.choice([t for t in tools if "verb" in t] or [None])
                near = r.random() if like else 1
                made = self.made_up(verb=like["verb"] if near < 0.3 else None, noun=like["noun"] if 0.3 <= near < 0.6 else None)
            if all(made["schema"]["name"] != t["schema"]["name"] and made["job"] != t["job"] for t in tools):
                tools.append(made)
        return tools


def thought(calls):
    """Which tools; their arguments are thought of where they are written, next to their names and kinds."""
    return "I call " + ", then ".join(c["name"] for c in calls) + "."


def exchange(r, requests, finish=True):
    """One turn: (tool, (text, args, result, said)) one or two of them -> messages."""
    text = requests[0][1][0]
    if len(requests) == 2:
        second, args, *_ = requests[1][1]
        text = text.rstrip(".?") + r.choice([". Then ", " and ", " and ", ". Also ", " and then ", ". After that, ", "; ", ", then ", ". Next: ", ", and ", "\n"]) + (second[0].lower() + second[1:] if r.random() < 0.6 and not begins_with_value(second, args) else second)
    text = worded(r, text, [v for _, q in requests for v in q[1].values()])
    calls = [{"name": t["schema"]["name"], "arguments": q[1]} for t, q in requests]
    turn = [user(text), answer("", thought(calls), [{"function": c} for c in calls])]
    if finish:
        turn += [{"role": "tool", "content": q[2][0]} for _, q in requests]
        turn.append(answer("\n".join(q[3] for _, q in requests), "The result is " + "; ".join(q[2][0] for _, q in requests) + ". I pass it on."))
    return turn


def nothing_fits(r, shop, kit):
    """A request for a tool that is not there, or for knowledge that I lack."""
    if r.random() < 0.5:
        stray = shop.kit(1)[0]
        if any(stray["job"] == t["job"] or stray.get("verb") == t.get("verb", 0) for t in kit) or "verb" not in stray:
            return unknown(r)
        return [user(stray["request"]()[0]), answer(r.choice(NO_TOOL), "No tool does this.")]
    return unknown(r)


def beside(r, shop, kit):
    """A question beside the tools."""
    return any_known(r) if r.random() < 0.56 else nothing_fits(r, shop, kit)


def choosing(r):
    """Many requests for one list of tools, to practise which one fits, or that none does."""
    shop = Workshop(r)
    kit = shop.kit(r.choice([2, 3, 3, 4, 4, 5]))
    ways = [exchange(r, [(t, t["request"]()) for t in (r.sample(kit, 2) if r.random() < 0.3 else [r.choice(kit)])], finish=False) for _ in range(r.randint(12, 16))]
    ways += [beside(r, shop, kit) for _ in range(r.randint(4, 6))]
    return encoding.attach(maybe_system(r), [function(t) for t in kit]), ways


def with_tools(r, words=None, sizes=(1, 1, 2, 2, 3, 3, 3, 4)):
    """One kit of tools, perhaps used once already, and ways to go on."""
    shop = Workshop(r, words)
    kit = shop.kit(r.choice(sizes))

    def ordered(finish):
        tools = [r.choice(kit) for _ in range(1 if r.random() < 0.62 else 2)]
        return exchange(r, [(t, t["request"]()) for t in tools], finish)

    def way():
        return ordered(r.random() < 0.5) if r.random() < 0.62 else beside(r, shop, kit)

    before = [m for _ in range(r.choice([1, 1, 1, 2, 3])) for m in (ordered(True) if r.random() < 0.7 else any_known(r))] if r.random() < 0.22 else []
    ways = [way() for _ in range(r.randint(7, 11))]
    shown = r.sample(kit, len(kit))
    return encoding.attach(maybe_system(r), [function(t) for t in shown]) + before, ways
