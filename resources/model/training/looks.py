"""How often each guided head looks where it should: its largest weight at one of the hinted places.

    python looks.py CHECKPOINT.pt TOKENIZER [KIND ...]
"""
import sys
from collections import Counter

import torch
from tokenizers import Tokenizer

import attention
import guides
from batches import Batches
from layout import seen_by, unseen
from network import Config, Model

STEPS = {getattr(guides, name): name for name in "FIRST WORD GATHER CHOICE OWNER BEFORE NAME VALUE ROLE MEANT AHEAD NEEDED".split()}


class Watched:
    """In place of DenseAttention: the same result, and for the layer at work which rows looked right."""

    def __init__(self):
        self.layer, self.asked, self.right = 0, Counter(), Counter()

    def apply(self, q, k, v, segments, hints, _):
        out = torch.empty_like(v)
        for number, s in enumerate(segments):
            p = torch.baddbmm(unseen(*s), q[:, s[2]:s[3]], seen_by(k, *s).mT).softmax(-1)
            out[:, s[2]:s[3]] = p @ seen_by(v, *s)
            if number in hints:
                heads, rows, places = hints[number]
                hit = p[heads, rows].argmax(-1) == places
                for head, row in {*zip(heads.tolist(), rows.tolist())}:
                    step = STEPS[self.layer, head]
                    self.asked[step] += 1
                    self.right[step] += hit[(heads == head) & (rows == row)].any().item()
        self.layer += 1
        return out


@torch.no_grad()
def main(path, tokenizer, kinds):
    saved = torch.load(path, weights_only=False)
    model = Model(Config(**saved["config"])).eval()
    model.load_state_dict(saved["average"])
    for kind in kinds or ("choice", "tools", "json"):
        batches, watched = Batches(Tokenizer.from_file(f"{tokenizer}/tokenizer.json"), 3000, 91), Watched()
        attention.DenseAttention = watched
        for _ in range(20):
            watched.layer = 0
            tokens, *_, layout = batches.next({kind: 1.0})
            model(tokens, layout)
        print(kind, *(f"{step.lower()} {watched.right[step] / watched.asked[step]:.0%} of {watched.asked[step]}" for step in STEPS.values() if watched.asked[step]), sep="  ")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
