"""Which tokens of a batch may see which: a batch is one flat list of tokens, in which conversations stand side by side, and several may
go on from the same beginning, which is then computed once."""
from bisect import bisect_right

import torch


class Layout:
    """Who sees whom. A segment (p, q, a, b) holds the tokens a..b-1; each sees the beginning p..q-1 and, of its own
    segment, itself and what stands before it. Positions count from the beginning's first token. Hints, see guides.py,
    are ((layer, head), row, row to look at); each counts `weight`."""

    def __init__(self, segments, hints=(), weight=0.0):
        self.segments, self.weight, self.guides = segments, weight, {}
        begins = [a for _, _, a, _ in segments]
        found = {}
        for (layer, head), row, target in hints:
            number = bisect_right(begins, row) - 1
            p, q, a, b = segments[number]
            if row < b:
                found.setdefault(layer, {}).setdefault(number, []).append((head, row - a, target - p if target < a else target - a + q - p))
        for layer, by in found.items():
            self.guides[layer] = {number: torch.tensor(marks).unbind(1) for number, marks in by.items()}
        self.positions = torch.cat([torch.arange(q - p, q - p + b - a) for p, q, a, b in segments])

    @staticmethod
    def single(n):
        return Layout([(0, 0, 0, n)])


HIDDEN = torch.full((2048, 2048), -1e30).triu(1)  # added to the scores of later tokens


def unseen(p, q, a, b):
    """Of a segment: [its tokens, beginning and its tokens], to be added to scores."""
    return HIDDEN[q - p:q - p + b - a, :q - p + b - a]


def seen_by(x, p, q, a, b):
    """The rows of x, whose second axis runs over tokens, that a segment reads."""
    return x[:, a:b] if p == q else torch.cat((x[:, p:q], x[:, a:b]), 1)
