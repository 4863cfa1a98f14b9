#!/usr/bin/env python3
"""Coverage, soundness and speed of constrained decoding over JSONSchemaBench, for Hadal and its peers in one run.

Needs: the folder maskbench/data of https://github.com/guidance-ai/jsonschemabench; the tokenizer.json of the vocabulary
to constrain (DeepSeek-V3's); for the peers `pip install llguidance xgrammar transformers`; for Hadal a release build.
Run:   schema_bench.py DATA TOKENIZER_JSON [--hadal build/release/bin/hadal-cli] [--engines hadal,llguidance,xgrammar]
                       [--sample 500] [--seed 1] [--sets Github_hard,Snowplow] [--timeout 30] [--failures FILE]
`--sets all` adds what the folder has beside the ten sets of the benchmark's paper.

`hadal-any-order` is Hadal with keys in any order; `hadal-lenient` also leaves to the validator what it cannot enforce,
so that invalid instances may pass.

Each engine runs in a process of its own with one thread, over the same schemas and the same compact texts, one engine
after the other for each schema, so that what else the machine does disturbs all alike. Where one takes longer than
the timeout over a schema, it is started again and the schema counts as refused.

handled           schemas that compile and whose instances are all judged rightly
wrongly refused   valid instances whose tokens the masks do not let pass, of schemas that compile
order             valid instances that pass once their keys stand in the schema's order, which engines may demand, or,
                  with Hadal, once it lets keys stand in any order; counted apart from the wrongly refused ones, though
                  such a schema is not handled either
wrongly accepted  invalid instances that they let pass up to the end token
first mask        from the schema's text to the first mask
The masks' times leave out accepting tokens and, for the peers, include a call from Python (about 1 µs).
"""
import argparse
import collections
import graphlib
import itertools
import json
import os
import pathlib
import random
import re
import select
import statistics
import subprocess
import sys
import time

SETS = [
    "Glaiveai2K", "Github_trivial", "Github_easy", "Github_medium", "Github_hard", "Github_ultra", "Snowplow",
    "Kubernetes", "WashingtonPost", "JsonSchemaStore",
]  # fmt: skip


# Names of Hadal among the engines, and what each adds to the command line.
HADAL = {"hadal": [], "hadal-any-order": ["--any-order"], "hadal-lenient": ["--any-order", "--leave-to-validator"]}


class Engine:
    """A process that answers schemas, one line each."""

    def __init__(self, command, timeout):
        self.command, self.timeout, self.process = command, timeout, None

    def start(self):
        # One line in, one line out: nothing may wait in a buffer of Python's.
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        self.pending = b""
        ready = self.ask({"name": "", "schema": {"type": "object"}, "instances": [{}]}, timeout=300)
        if ready.get("accepted") != [True]:
            raise SystemExit(f"{' '.join(self.command)} does not start: {ready}")

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(self, request, timeout=None):
        if not self.process:
            self.start()
        try:
            self.send(json.dumps(request).encode() + b"\n")
            return json.loads(self.read_line(time.monotonic() + (timeout or self.timeout)))
        except TimeoutError:
            self.stop()
            return {"error": "timeout"}
        except (OSError, EOFError):
            code = self.process.wait()
            self.stop()
            return {"error": f"the engine ended with code {code}"}

    def send(self, data):
        while data:
            data = data[self.process.stdin.write(data) :]

    def read_line(self, deadline):
        while b"\n" not in self.pending:
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                raise EOFError
            self.pending += data
        line, self.pending = self.pending.split(b"\n", 1)
        return line


def read_schemas(arguments):
    wanted = arguments.sets.split(",") if arguments.sets else SETS
    schemas = []
    for path in sorted(pathlib.Path(arguments.data).glob("*.json")):
        group = path.name.split("---")[0] if "---" in path.name else "others"
        if group in wanted or arguments.sets == "all":
            schemas.append((group, path))
    if arguments.sample and arguments.sample < len(schemas):
        schemas = sorted(random.Random(arguments.seed).sample(schemas, arguments.sample))
    for group, path in schemas:
        content = json.loads(path.read_text(encoding="utf-8"))
        yield group, path.stem, content["schema"], content["tests"]


def percentile(values, share):
    """The smallest value that `share` percent do not exceed; values are sorted."""
    return values[min(len(values) - 1, int(len(values) * share / 100))] if values else float("nan")


def reason(error):
    """The error without the places and numbers that differ from schema to schema."""
    return re.sub(r"#(/[^\s\",:]*)?|\d+", "…", error)[:140]


def flattened(schema, root, depth=0):
    """The schema and those that apply to the same value: through references and combinators."""
    if not isinstance(schema, dict) or depth > 8:
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        target = root
        for step in reference[1:].strip("/").split("/") if len(reference) > 1 else []:
            step = step.replace("~1", "/").replace("~0", "~")
            target = target.get(step) if isinstance(target, dict) else None
        yield from flattened(target, root, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, []):
            yield from flattened(branch, root, depth + 1)
    for keyword in ("if", "then", "else"):
        yield from flattened(schema.get(keyword), root, depth + 1)


def ordered_keys(keys, sequences):
    """The keys so that each sequence's own order holds, as far as the sequences agree; what none names comes last."""
    sorter = graphlib.TopologicalSorter()
    for sequence in sequences:
        present = [key for key in sequence if key in keys]
        for before, after in zip(present, present[1:]):
            sorter.add(after, before)
        for key in present:
            sorter.add(key)
    try:
        named = list(sorter.static_order())
    except graphlib.CycleError:
        named = [key for key in dict.fromkeys(itertools.chain.from_iterable(sequences)) if key in keys]
    return named + [key for key in keys if key not in named]


def schemas_of(key, schema):
    """What one schema says of a member."""
    if key in schema.get("properties", {}):
        yield schema["properties"][key]
    for pattern, member in schema.get("patternProperties", {}).items():
        try:
            if re.search(pattern, key):
                yield member
        except re.error:
            pass
    yield schema.get("additionalProperties")


def in_declared_order(value, schemas, root):
    """The value with the keys of its objects as the schemas that describe it list them, free keys last."""
    known = [part for schema in schemas for part in flattened(schema, root)]
    if isinstance(value, dict):
        keys = ordered_keys(value, [list(schema["properties"]) for schema in known if "properties" in schema])
        members = {key: [part for schema in known for part in schemas_of(key, schema)] for key in keys}
        return {key: in_declared_order(value[key], members[key], root) for key in keys}
    if isinstance(value, list):
        items = [schema.get("items") for schema in known]
        return [in_declared_order(item, items, root) for item in value]
    return value


class Tally:
    """What one engine did."""

    def __init__(self):
        self.schemas = collections.Counter()
        self.handled = collections.Counter()
        self.refused = collections.Counter()
        self.instances = collections.Counter()
        self.wrongly_refused = collections.Counter()
        self.other_order = collections.Counter()
        self.wrongly_accepted = collections.Counter()
        self.reasons = collections.defaultdict(list)
        self.failures = []
        self.masks, self.firsts = [], []

    def add(self, group, name, tests, result, only_order):
        """`only_order`: the numbers of valid instances that were refused for their keys' order alone."""
        self.schemas[group] += 1
        if "error" in result:
            self.refused[group] += 1
            self.reasons[reason(result["error"])].append(name)
            self.failures.append((name, "refused", result["error"]))
            return
        self.masks += result["each_us"]
        self.firsts.append(result["compile_us"] + result["first_mask_us"])
        for number, (test, accepted) in enumerate(zip(tests, result["accepted"], strict=True)):
            self.instances[group, test["valid"]] += 1
            if accepted == test["valid"]:
                continue
            if accepted:
                counter, kind = self.wrongly_accepted, "wrongly accepted"
            elif number in only_order:
                counter, kind = self.other_order, "refused for the order of keys"
            else:
                counter, kind = self.wrongly_refused, "wrongly refused"
            counter[group] += 1
            self.failures.append((name, kind, f"instance {number}: {test.get('description', '')}"))
        self.handled[group] += result["accepted"] == [test["valid"] for test in tests]


class Contestant:
    """An engine, what it did, and who tells whether it was the order of keys alone that it refused."""

    def __init__(self, name, arguments):
        self.tally = Tally()
        self.engine = Engine(command_of(name, arguments), arguments.timeout)
        self.of_any_order = None
        if name == "hadal":
            self.of_any_order = Engine(command_of("hadal-any-order", arguments), arguments.timeout)

    def judge(self, group, name, schema, tests):
        result = self.engine.ask({"name": name, "schema": schema, "instances": [test["data"] for test in tests]})
        self.tally.add(group, name, tests, result, self.order_alone(schema, tests, result))

    def order_alone(self, schema, tests, result):
        """The numbers of the valid instances that only another order of keys stops."""
        accepted = result.get("accepted", [True] * len(tests))
        missed = [n for n, test in enumerate(tests) if test["valid"] and not accepted[n]]
        if not missed:
            return set()
        instances = [tests[n]["data"] for n in missed]
        if self.of_any_order is None:
            instances = [in_declared_order(instance, [schema], schema) for instance in instances]
        again = (self.of_any_order or self.engine).ask({"name": "", "schema": schema, "instances": instances})
        return {n for n, accepted in zip(missed, again.get("accepted", []), strict=False) if accepted}

    def stop(self):
        for engine in (self.engine, self.of_any_order):
            if engine:
                engine.stop()


def command_of(name, arguments):
    if name in HADAL:
        return [arguments.hadal, "grammar", "--each", "--tokenizer", arguments.tokenizer, *HADAL[name]]
    return [sys.executable, str(pathlib.Path(__file__).with_name("peer.py")), name, arguments.tokenizer]


def run(names, schemas, arguments):
    contestants = {name: Contestant(name, arguments) for name in names}
    started = time.monotonic()
    for done, (group, name, schema, tests) in enumerate(schemas, 1):
        for contestant in contestants.values():
            contestant.judge(group, name, schema, tests)
        if done % 100 == 0:
            print(f"{done} of {len(schemas)}, {time.monotonic() - started:.0f} s", file=sys.stderr)
    for contestant in contestants.values():
        contestant.stop()
    return {name: contestant.tally for name, contestant in contestants.items()}


def print_coverage(tallies):
    names = list(tallies)
    print("\nschemas handled and refused in %, wrongly refused/valid instances, order, wrongly accepted/invalid ones")
    print(f"{'set':16} {'schemas':>7}  " + "  ".join(f"{name:^38}" for name in names))
    first = tallies[names[0]]
    groups = [group for group in SETS if first.schemas[group]] + sorted(set(first.schemas) - set(SETS))
    for group in [*groups, "all"]:
        members = groups if group == "all" else [group]
        count = sum(first.schemas[g] for g in members)
        cells = []
        for tally in tallies.values():
            total = lambda counter: sum(counter[g] for g in members)  # noqa: B023, E731
            handled, refused = 100 * total(tally.handled) / count, 100 * total(tally.refused) / count
            valid, invalid = (sum(tally.instances[g, kind] for g in members) for kind in (True, False))
            missed = f"{total(tally.wrongly_refused)}/{valid}"
            passed = f"{total(tally.wrongly_accepted)}/{invalid}"
            cells.append(f"{handled:5.1f} {refused:5.1f} {missed:>11} {total(tally.other_order):4} {passed:>9}")
        print(f"{group:16} {count:7}  " + "  ".join(cells))


def print_times(tallies):
    print("\nmasks, µs          count     mean      p50      p99    p99.9       max")
    for name, tally in tallies.items():
        masks = sorted(tally.masks)
        if masks:
            points = [statistics.fmean(masks), *(percentile(masks, share) for share in (50, 99, 99.9)), masks[-1]]
            print(f"{name:14} {len(masks):10} " + " ".join(f"{point:8.1f}" for point in points))
    print("\nfirst mask, ms   schemas     mean      p50      p90      p99       max")
    for name, tally in tallies.items():
        firsts = sorted(first / 1000 for first in tally.firsts)
        if firsts:
            points = [statistics.fmean(firsts), *(percentile(firsts, share) for share in (50, 90, 99)), firsts[-1]]
            print(f"{name:14} {len(firsts):10} " + " ".join(f"{point:8.2f}" for point in points))


def write_failures(file, label, tally):
    print(f"== {label}: {sum(tally.refused.values())} refused, by reason", file=file)
    for text, names in sorted(tally.reasons.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):5} {text}    e.g. {', '.join(names[:3])}", file=file)
    for kind in ("wrongly accepted", "wrongly refused", "refused", "refused for the order of keys"):
        chosen = [failure for failure in tally.failures if failure[1] == kind]
        print(f"-- {label}: {kind}, {len(chosen)}", file=file)
        for name, _, detail in chosen:
            print(f"{name}: {detail[:200]}", file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("tokenizer")
    parser.add_argument("--hadal")
    parser.add_argument("--engines", default="hadal,llguidance,xgrammar")
    parser.add_argument("--sets")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--failures")
    arguments = parser.parse_args()
    schemas = list(read_schemas(arguments))
    names = arguments.engines.split(",")
    if not arguments.hadal and any(name in HADAL for name in names):
        parser.error("--hadal names the program to measure; leave hadal out of --engines otherwise")
    tallies = run(names, schemas, arguments)
    print_coverage(tallies)
    print_times(tallies)
    if arguments.failures:
        with open(arguments.failures, "w", encoding="utf-8") as file:
            for name, tally in tallies.items():
                write_failures(file, name, tally)


if __name__ == "__main__":
    main()
