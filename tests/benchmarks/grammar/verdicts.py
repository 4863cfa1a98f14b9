#!/usr/bin/env python3
"""Whether grammars judge as they should: a table over shared vectors and the JSON-Schema-Test-Suite.

Run:   verdicts.py build/release/bin/hadal-cli TOKENIZER_JSON [--golden FOLDER] [--suite FOLDER] [--reasons]
       TOKENIZER_JSON: the tokenizer.json of DeepSeek-V3. FOLDER of --golden: with `schemas` and `tools`. The suite is
       where packaging/install-packages puts it unless --suite says otherwise.

passed            instances, or calls, judged rightly, token by token under the masks
refused           those of schemas that are refused, with a reason, before anything is generated
order             valid instances that only the order of their keys stops; --any-order lets them through
by design         judged otherwise on purpose: formats are enforced, keywords of later drafts and siblings of $ref hold in
                  every draft, whole numbers are written without a fraction, some formats by a part of what is allowed
wrongly refused   other valid ones that are not let through: none should be
wrongly accepted  invalid ones that are let through: none should be
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

COLUMNS = ["passed", "refused", "order", "by design", "wrongly refused", "wrongly accepted"]
# Tests of what grammars decide otherwise, by the end of their file and a part of their description.
BY_DESIGN = [
    ("/format.json", ""),
    ("optional/cross-draft.json", ""),
    ("optional/id.json", ""),
    ("optional/dependencies-compatibility.json", ""),
    ("/vocabulary.json", ""),
    ("/content.json", ""),
    ("", "$ref siblings"),
    ("/ref.json", "ref overrides any sibling keywords"),
    ("/ref.json", "$ref prevents a sibling"),
]


class Table:
    def __init__(self):
        self.rows = collections.defaultdict(collections.Counter)
        self.reasons = collections.Counter()
        self.wrong = []

    def add(self, row, column, shown=""):
        self.rows[row][column] += 1
        if column.startswith("wrongly"):
            self.wrong.append(f"{column}: {row}: {shown}")

    def refuse(self, row, count, error):
        self.rows[row]["refused"] += count
        self.reasons[error.split(": ", 2)[-1][:110]] += count

    def print(self, with_reasons):
        print(f"{'':34}" + "".join(f"{column:>17}" for column in COLUMNS))
        for row, counts in self.rows.items():
            print(f"{row:34}" + "".join(f"{counts[column]:17}" for column in COLUMNS))
        if with_reasons:
            for reason, count in self.reasons.most_common():
                print(f"refused: {count:4} because {reason}")
        for line in self.wrong:
            print(line)


def ask(arguments, options, lines):
    """The command's answers to JSON lines."""
    command = [arguments.hadal, "grammar", "--tokenizer", arguments.tokenizer, *options]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(lines):
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return answers


def judge_golden_schemas(arguments, table):
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(arguments.golden.glob("schemas/*.json"))]
    lines = [{"name": e["name"], "schema": e["schema"], "instances": e["valid"] + e["invalid"]} for e in examples]
    for spelling in ([], ["--spaced"]):
        row = "golden schemas, " + ("spaced" if spelling else "compact")
        declared, any_order = (ask(arguments, spelling + order, lines) for order in ([], ["--any-order"]))
        for example, own, free in zip(examples, declared, any_order, strict=True):
            if "error" in own:
                table.refuse(row, len(example["valid"] + example["invalid"]), own["error"])
                continue
            valid = len(example["valid"])
            for i, (taken, taken_free) in enumerate(zip(own["accepted"], free["accepted"], strict=True)):
                shown = f"{example['name']} {i}"
                if i < valid:
                    table.add(row, "passed" if taken else "order" if taken_free else "wrongly refused", shown)
                else:
                    table.add(row, "wrongly accepted" if taken or taken_free else "passed", shown)


def dsml(calls):
    text = "<｜DSML｜function_calls>\n"
    for call in calls:
        text += f'<｜DSML｜invoke name="{call["name"]}">\n'
        for key, value in call["arguments"].items():
            raw = isinstance(value, str)
            shown = value if raw else json.dumps(value, ensure_ascii=False)
            text += f'<｜DSML｜parameter name="{key}" string="{"true" if raw else "false"}">{shown}</｜DSML｜parameter>\n'
        text += "</｜DSML｜invoke>\n"
    return text + "</｜DSML｜function_calls>"


def judge_golden_tools(arguments, table):
    row = "golden tools"
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(arguments.golden.glob("tools/*.json"))]
    lines, expected = [], []
    for example in examples:
        good = [example["expected_dsml"]] if example.get("expected_dsml") else []
        bad = [dsml([call]) for call in example.get("must_reject") or []]
        lines.append(
            {key: example[key] for key in ("tools", "tool_choice", "parallel_tool_calls")}
            | {"name": example["id"], "completions": good + bad}
        )
        expected.append([True] * len(good) + [False] * len(bad))
    for example, answer, wanted in zip(examples, ask(arguments, ["--dsml"], lines), expected, strict=True):
        if "error" in answer:
            table.refuse(row, len(wanted), answer["error"])
            continue
        for taken, valid in zip(answer["accepted"], wanted, strict=True):
            wrong = "wrongly accepted" if taken else "wrongly refused"
            table.add(row, "passed" if taken == valid else wrong, example["id"])


def is_by_design(name, title, value):
    listed = any(f"/{name}".endswith(end) and part in title for end, part in BY_DESIGN)
    narrow = isinstance(value, float) or name.startswith("optional/format/")
    return listed or narrow or name.endswith(("bignum.json", "float-overflow.json"))


def judge_suite(arguments, table):
    groups, lines = [], []
    for draft in ("draft2020-12", "draft7"):
        folder = arguments.suite / "tests" / draft
        for path in sorted(folder.rglob("*.json")):
            name = path.relative_to(folder).as_posix()
            for group in json.loads(path.read_text(encoding="utf-8")):
                schema = group["schema"]
                if draft == "draft7" and isinstance(schema, dict):
                    schema.setdefault("$schema", "http://json-schema.org/draft-07/schema#")
                groups.append((draft, name, group))
                instances = [test["data"] for test in group["tests"]]
                lines.append({"name": "", "schema": schema, "instances": instances})
    compact, spaced = (ask(arguments, ["--any-order", *more], lines) for more in ([], ["--spaced"]))
    for (draft, name, group), own, other in zip(groups, compact, spaced, strict=True):
        kind = "formats" if name.startswith("optional/format/") else "optional" if name.startswith("optional/") else ""
        row = f"{draft} {kind}".strip()
        if "error" in own and "no value is valid" not in own["error"]:
            table.refuse(row, len(group["tests"]), own["error"])
            continue
        nothing = [False] * len(group["tests"])
        for test, taken, again in zip(
            group["tests"], own.get("accepted", nothing), other.get("accepted", nothing), strict=True
        ):
            shown = f"{name}: {group['description']}: {test['description']}"
            if taken == again == test["valid"]:
                table.add(row, "passed")
            elif is_by_design(name, group["description"], test["data"]):
                table.add(row, "by design")
            else:
                table.add(row, "wrongly refused" if test["valid"] else "wrongly accepted", shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hadal")
    parser.add_argument("tokenizer")
    parser.add_argument("--golden", type=pathlib.Path)
    parser.add_argument(
        "--suite",
        type=pathlib.Path,
        default=pathlib.Path("/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance"),
    )
    parser.add_argument("--reasons", action="store_true")
    arguments = parser.parse_args()
    table = Table()
    if arguments.golden:
        judge_golden_schemas(arguments, table)
        judge_golden_tools(arguments, table)
    if (arguments.suite / "tests").is_dir():
        judge_suite(arguments, table)
    else:
        print(f"{arguments.suite} has no tests; packaging/install-packages installs them", file=sys.stderr)
    table.print(arguments.reasons)
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
