#!/usr/bin/env python3
"""Runs qmllint on the built QML modules; any warning fails.

One kind is let through: qmllint 6.4 calls the ids of the enclosing file unqualified inside a delegate, and the
pragma that binds them (ComponentBehavior) comes with Qt 6.5. A name that is no id of its file still fails.

Usage: lint_qml.py QMLLINT MODULES_FOLDER
"""
import json
import pathlib
import re
import subprocess
import sys


def is_id_of_its_file(warning, text):
    start = warning["charOffset"]
    name = text[start:start + warning["length"]]
    return warning["message"] == "Unqualified access" and re.search(rf"\bid: {re.escape(name)}\b", text)


def main():
    qmllint, modules = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(map(str, (modules / "Hadal").rglob("*.qml")))
    run = subprocess.run([qmllint, "--json", "-", "-I", str(modules), *files], capture_output=True, text=True)
    if not files or not run.stdout:
        print("qmllint gave no report.", run.stderr)
        return 1
    complaints = 0
    for report in json.loads(run.stdout)["files"]:
        text = pathlib.Path(report["filename"]).read_text(encoding="utf-8")
        for warning in report["warnings"]:
            if warning["type"] == "info" or ("charOffset" in warning and is_id_of_its_file(warning, text)):
                continue
            complaints += 1
            print(f"{report['filename']}:{warning.get('line', 0)}: {warning['message']}")
    return 1 if complaints else 0


sys.exit(main())
