"""Asks the exported model the exam, greedily, through the plain forward pass.

    python evaluate.py MODEL_DIR [--show] [--topk N]
"""
import argparse
import json
import os

from tokenizers import Tokenizer

import encoding
from facts.exam import EXAM
from plain import Plain


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("--show", action="store_true", help="print every answer")
    p.add_argument("--topk", type=int)
    p.add_argument("--only", type=int, default=len(EXAM), help="stop after so many questions")
    a = p.parse_args()
    tok = Tokenizer.from_file(os.path.join(a.model, "tokenizer.json"))
    model, right = Plain(a.model, a.topk), 0
    for question, wanted, extra in EXAM[: a.only]:
        messages = []
        for q, r in extra.get("before", []):
            messages += [{"role": "user", "content": q}, {"role": "assistant", "content": r}]
        messages = encoding.attach(messages + [{"role": "user", "content": question}], extra.get("tools"), extra.get("schema"))
        prompt = encoding.encode(messages, extra.get("thinking", False))
        out = model.generate(tok.encode(prompt, add_special_tokens=False).ids)
        text = tok.decode(out, skip_special_tokens=False)
        # The thinking part may quote what is wanted; only the answer counts.
        answer = text.split("</think>")[-1]
        good = all(x in answer for x in wanted) and out[-1] == 1
        if "schema" in extra:
            try:
                json.loads(answer.replace(encoding.EOS, ""))
            except ValueError:
                good = False
        right += good
        if a.show or not good:
            print(f"{'ok ' if good else 'BAD'} {question}  [{', '.join(k for k in extra)}]\n    {text!r}", flush=True)
    print(f"{right} of {min(a.only, len(EXAM))} right")


if __name__ == "__main__":
    main()
