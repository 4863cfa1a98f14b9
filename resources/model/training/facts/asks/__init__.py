"""Ways to ask, one a line, as people type them: terse or chatty, by the symptom, in other programs' words.

Each file holds some subjects: `# gist of the entry`, then its questions. In `wishes` stand things that one may want
to do, as they go on after "how do I".
"""
from pathlib import Path


def read(folder):
    asked = {}
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                questions = asked.setdefault(line[2:], [])
            elif line:
                questions.append(line)
    return asked


ASKS = read(Path(__file__).parent)
WISHES = read(Path(__file__).parent.parent / "wishes")
