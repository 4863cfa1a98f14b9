"""Makes a guided head of one that does little.

    python newhead.py CHECKPOINT.pt TOKENIZER STEP OUT.pt

STEP is a name of `guides`, such as AHEAD. The head is fitted to its hints, and writes which token it finds into directions that hold little.
Of use for a step that a network was trained without: nothing in it looks there, and nothing reads what would be found.
"""
import sys

import torch

import guides
from refit import drawn, opened, reached, refit, save
from relay import codes_of, pass_on, reading, streams, unused

SIZE = 24  # numbers that say which token it is


@torch.no_grad()
def main(path, tokenizer, step, out):
    torch.manual_seed(1)
    saved, model = opened(path)
    layer, head = getattr(guides, step)
    refit(model, layer, head, drawn(tokenizer, 7, 160))
    data = list(drawn(tokenizer, 11, 20))
    states, sizes = streams(model, data)
    to = unused(states, SIZE, layer, taken=saved.get("relay"))
    codes = codes_of(model, torch.cat([batch[0].flatten() for batch in data]), SIZE)
    x = torch.cat([x for _, x in reached(model, layer, data)])
    pass_on(model, layer, head, x, reading(x, codes), to, 0.5 * sizes[layer + 0.5])
    save(saved, model, [layer], out)


if __name__ == "__main__":
    main(*sys.argv[1:])
