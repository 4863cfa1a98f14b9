"""Examines an exported model with Hadal's own engine, on questions that were never trained on.

    python evaluate.py MODEL_DIR --cli build/release/bin/hadal-cli [--each 40] [--thinking off|on|both]
                       [--attention dense] [--show wrong|all] [--only SKILL]
"""
import argparse
import difflib
import json
import random
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import encoding
import exam_cases
import exam_cases_two
from facts.chinese import CHINESE
from facts.hadal import HADAL
from facts.ideas import IDEAS
from facts.talk import NO_TOOL, REFUSAL_ZH, REFUSALS, TALK
from facts.values import Values
from json_skills import draw_record, listing, sentence
from talks import repeat
from tools import Workshop, function

ENTRIES = {e["gist"]: e for group in (HADAL, IDEAS, CHINESE, TALK) for e in group}


def case(skill, messages, right, shown, tools=None, schema=None, calls=False):
    """`schema` is what a constrained answer has to obey; `calls`: it has to be a call."""
    return dict(skill=skill, messages=messages, tools=tools, right=right, wanted=shown, schema=schema, calls=calls)


def user(text):
    return [{"role": "user", "content": text}]


# ---- what counts as right ------------------------------------------------------

def on_topic(gist):
    """The entry whose text is nearest to the answer is the one that was asked for."""
    def right(content, calls):
        score = {g: difflib.SequenceMatcher(None, content, e["answers"][0], autojunk=False).ratio() for g, e in ENTRIES.items()}
        return max(score, key=score.get) == gist and score[gist] > 0.6 and not calls
    return right


def one_of(texts):
    return lambda content, calls: content.strip() in texts and not calls


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def calls_are(wanted):
    return lambda content, calls: [(c["function"]["name"], parsed(c["function"]["arguments"])) for c in calls] == wanted


def json_is(wanted):
    return lambda content, calls: parsed(content) == wanted


# ---- the sets --------------------------------------------------------------------

def guide(r, cases):
    for gist, questions in cases.QUESTIONS.items():
        for q in questions:
            group = "small talk" if any(e["gist"] == gist for e in TALK) else "guide, Chinese" if ENTRIES[gist] in CHINESE else "guide, English"
            yield case(group, user(q), on_topic(gist), gist)
    for q in cases.DECLINED:
        yield case("declines", user(q), one_of([*REFUSALS, REFUSAL_ZH]), "declined")
    for q, formula, result in cases.PROOFS:
        yield case("proofs", user(q), lambda content, calls, f=formula, w=result: f in content and f"**{w}**" in content, formula)


def second_turn(r, cases):
    """A question after another one was answered: the topic must change with it."""
    gists = [g for g in cases.QUESTIONS if ENTRIES[g] not in TALK]
    while True:
        a, b = r.sample(gists, 2)
        before = user(r.choice(cases.QUESTIONS[a])) + [{"role": "assistant", "content": ENTRIES[a]["answers"][0]}]
        yield case("second turn", before + user(r.choice(cases.QUESTIONS[b])), on_topic(b), b)


def kit_case(skill, kit, requests, text):
    wanted = [(t["schema"]["name"], q[1]) for t, q in requests]
    return case(skill, user(text), calls_are(wanted), wanted, [function(t) for t in kit], calls=True)


def natural_kit(r, shop, size, cases):
    return [shop.listed(t) for t in r.sample(cases.TOOLS, size)]


def natural_tools(r, cases):
    while True:
        shop = Workshop(r, cases.POOLS)
        kit = natural_kit(r, shop, r.choice([1, 2, 3, 4]), cases)
        tool = r.choice(kit)
        q = tool["request"]()
        yield kit_case("tools, natural", kit, [(tool, q)], q[0])


def made_up_tools(r, cases):
    while True:
        shop = Workshop(r, cases.POOLS)
        kit = [shop.made_up() for _ in range(r.choice([1, 2, 3]))]
        if len({t["schema"]["name"] for t in kit} | {t["job"] for t in kit}) < 2 * len(kit):
            continue
        tool = r.choice(kit)
        q = tool["request"]()
        yield kit_case("tools, made up", kit, [(tool, q)], q[0])


def two_calls(r, cases):
    while True:
        shop = Workshop(r, cases.POOLS)
        kit = natural_kit(r, shop, 2, cases)
        requests = [(t, t["request"]()) for t in (r.choice(kit), r.choice(kit))]
        text = requests[0][1][0].rstrip(".?") + r.choice([" and ", ". Then "]) + requests[1][1][0]
        yield kit_case("tools, two calls", kit, requests, text)


def no_tool(r, cases):
    while True:
        kit = natural_kit(r, Workshop(r, cases.POOLS), r.choice([1, 2]), cases)
        gist = r.choice([g for g in cases.QUESTIONS if ENTRIES[g] not in CHINESE])
        if r.random() < 0.6:
            yield case("tools, none fits", user(r.choice(cases.QUESTIONS[gist])), on_topic(gist), gist, [function(t) for t in kit])
        else:
            yield case("tools, none fits", user(r.choice(cases.DECLINED[:19])), one_of([*REFUSALS, *NO_TOOL]), "declined", [function(t) for t in kit])


def tool_result(r, cases):
    """The result must appear in the answer, unchanged."""
    while True:
        shop, value = Workshop(r, cases.POOLS), Values(r, cases.POOLS)
        tool = natural_kit(r, shop, 1, cases)[0]
        text, args, _, _ = tool["request"]()
        result = str(value(r.choice(["title", "code", "price", "fullname", "host", "isodate", "phrase"])))
        call = {"id": "1", "type": "function", "function": {"name": tool["schema"]["name"], "arguments": json.dumps(args, ensure_ascii=False)}}
        messages = user(text) + [{"role": "assistant", "content": "", "tool_calls": [call]}, {"role": "tool", "tool_call_id": "1", "content": result}]
        yield case("tools, results", messages, lambda content, calls, x=result: x in content and not calls, result, [function(tool)])


def records(r, cases):
    while True:
        value = Values(r, cases.POOLS)
        subject, *rest = r.choice(cases.DOMAINS)
        fields = [subject] + r.sample(rest, r.randint(2, len(rest)))
        out = draw_record(r, value, fields)
        props = {k: {"type": "array", "items": {"type": "string"}} if s.startswith("list:") else {"type": "string", "enum": s[5:].split("|")} if s.startswith("enum:") else {"type": t} for k, t, s, _ in fields}
        text = sentence(r, fields, out) if r.random() < 0.6 else listing(r, out)
        text = r.choice(cases.EXTRACT).format(v=text)
        schema = {"type": "object", "properties": props, "required": list(props)}
        if r.random() < 0.75:
            messages = encoding.attach(user(text), None, schema) if r.random() < 0.6 else [{"role": "system", "content": r.choice(cases.SCHEMA_LEADS) + encoding.dump(schema)}] + user(text)
            yield case("JSON by schema", messages, json_is(out), out, schema=schema)
        else:
            example = draw_record(r, value, fields)
            yield case("JSON by example", [{"role": "system", "content": r.choice(cases.EXAMPLE_LEADS) + encoding.dump(example)}] + user(text), json_is(out), out, schema={"type": "object"})


def orders(r, cases):
    schema = {"type": "object", "properties": {"action": {"type": "string"}, "args": {"type": "object"}}, "required": ["action", "args"]}
    while True:
        value = Values(r, cases.POOLS)
        verb, noun, where = r.choice([value.pick("VERB"), "restart", "stop", "start"]), r.choice(["container", "service", "router", "printer", "index", value.pick("WORD")]), r.choice(["host", "server", "site"])
        x, h = value(r.choice(["service", "invent"])), value("host")
        text = r.choice(cases.ORDERS).format(V=verb.capitalize(), v=verb, x=x, n=noun, w=where, h=h)
        out = {"action": verb, "args": {noun: x, where: h}}
        lead = r.choice(cases.ORDER_LEADS)
        messages = [{"role": "system", "content": lead + encoding.dump(schema)}] + user(text) if r.random() < 0.6 else encoding.attach(user(text), None, schema)
        yield case("orders to JSON", messages, json_is(out), out, schema=schema)


def people(r, cases):
    """The starter prompt's form, in both languages, with other people."""
    while True:
        value = Values(r, cases.POOLS)
        out = {"name": value("person"), "age": value("age"), "city": value("city")}
        form = r.choice(["Turn “{v}” into a record.", "把“{v}”变成一条记录。"])
        yield case("people to records", user(form.format(v=", ".join(map(str, out.values())))), json_is(out), out, schema={"type": "object"})


def echoes(r, cases):
    while True:
        question, said = repeat(r, cases.POOLS)
        yield case("copying", user(question["content"]), one_of([said["content"]]), said["content"])


SETS = {"1": exam_cases, "2": exam_cases_two}


def exam(seed, each, which="1"):
    r, cases = random.Random(seed), SETS[which]
    out = list(guide(r, cases))
    for make in (second_turn, natural_tools, made_up_tools, two_calls, no_tool, tool_result, records, orders, people, echoes):
        source = make(r, cases)
        out += [next(source) for _ in range(each)]
    return out


# ---- asking ------------------------------------------------------------------------

def ask(cli, model, c, thinking, attention, folder, constrained=False):
    messages, tools, schema = folder / "messages.json", folder / "tools.json", folder / "schema.json"
    said = c["messages"]
    if constrained and c["schema"]:  # the request carries the format then, not the message
        said = [{k: v for k, v in m.items() if k != "response_format"} for m in said]
    messages.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    command = [cli, "run", "--model", model, "--messages", str(messages), "--json", "--temperature", "0", "--max-tokens", "400", "--thinking", thinking, "--attention", attention, "--threads", "1"]
    if c["tools"]:
        tools.write_text(json.dumps(c["tools"], ensure_ascii=False), encoding="utf-8")
        command += ["--tools", str(tools)] + (["--tool-choice", "required"] if constrained and c["calls"] else [])
    if constrained and c["schema"]:
        schema.write_text(json.dumps(c["schema"], ensure_ascii=False), encoding="utf-8")
        command += ["--schema", str(schema)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    last = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"event": "failed", "error": done.stderr}
    if last["event"] != "finished":
        raise RuntimeError(f"hadal-cli ended with {last}")
    return last


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("--cli", default="build/release/bin/hadal-cli")
    p.add_argument("--each", type=int, default=40, help="cases of each drawn set")
    p.add_argument("--set", choices=SETS, default="1", help="1 was seen while the data was written, 2 was not")
    p.add_argument("--seed", type=int, default=2026)
    p.add_argument("--thinking", choices=["off", "on", "both"], default="both")
    p.add_argument("--attention", choices=["sparse", "dense"], default="sparse")
    p.add_argument("--constrained", action="store_true", help="only the cases that want JSON or calls, with answers held to the schema")
    p.add_argument("--show", choices=["wrong", "all"])
    p.add_argument("--only", help="the skills whose name holds this")
    a = p.parse_args()
    score = defaultdict(lambda: defaultdict(list))
    ended = []
    with tempfile.TemporaryDirectory() as folder:
        for c in exam(a.seed, a.each, a.set):
            if a.only and a.only not in c["skill"] or a.constrained and not (c["schema"] or c["calls"]):
                continue
            for thinking in ["off", "on"] if a.thinking == "both" else [a.thinking]:
                got = ask(a.cli, a.model, c, thinking, a.attention, Path(folder), a.constrained)
                message = got["message"]
                ended.append(got["finish_reason"] != "length")
                good = bool(ended[-1] and c["right"](message.get("content") or "", message.get("tool_calls") or []))
                score[c["skill"]][thinking].append(good)
                if a.show == "all" or a.show and not good:
                    calls = [(t["function"]["name"], t["function"]["arguments"]) for t in message.get("tool_calls") or []]
                    print(f"{'ok ' if good else 'BAD'} {c['skill']}, thinking {thinking}: {c['messages'][-1]['content']!r}\n    wanted {c['wanted']!r}\n    got    {message.get('content')!r} {calls or ''}", flush=True)
    print(f"{'skill':20} {'cases':>5} {'thinking off':>13} {'thinking on':>13}")
    for skill, by in score.items():
        print(f"{skill:20} {max(map(len, by.values())):5}" + "".join(f"{100 * sum(by[t]) / len(by[t]):12.1f}%" if by[t] else f"{'-':>13}" for t in ("off", "on")))
    everything = [g for by in score.values() for gs in by.values() for g in gs]
    print(f"all: {100 * sum(everything) / len(everything):.1f}% of {len(everything)} right; {100 * sum(ended) / len(ended):.1f}% ended by themselves")


if __name__ == "__main__":
    main()
