"""Conversations as batches of tokens, with what each token counts."""
import random
from bisect import bisect_right
from collections import Counter

import torch

import data
import guides
from layout import Layout

OPENING = 8  # tokens of an answer in which its subject is decided; they count OPENING_WEIGHT times
OPENING_WEIGHT = 3.0
DECISION_WEIGHT = 4.0  # what the first token of a name, a key or a value counts: the rest is copied
GUIDANCE = 1.5  # what a hint of `guides` counts
LONGEST = 2048  # tokens of a beginning and one way to go on


def weights(learned):
    """What each token counts, from whether the assistant wrote it."""
    out, run = [], 0
    for mine in learned:
        run = run + 1 if mine else 0
        out.append(0.0 if not mine else OPENING_WEIGHT if run <= OPENING else 1.0)
    return out


class Batches:
    """Draws conversations until a batch is full; each kind gets its share of the tokens."""

    def __init__(self, tok, tokens, seed):
        self.tok, self.tokens, self.rng, self.spent, self.mix = tok, tokens, random.Random(seed), Counter(), None

    def encode(self, parts, end):
        """Tokens, which of them are learned, and what `guides` reads. Of the last text the tokens within `end` characters count: it is
        cut whole, for at a cut other tokens would stand."""
        ids, learned, offsets = [], [], []
        for (_, mine), part in zip(parts, self.tok.encode_batch([t for t, _ in parts], add_special_tokens=False)):
            ids += part.ids
            learned += [mine] * len(part.ids)
            offsets.append(part.offsets)
        kept = bisect_right(offsets[-1], end, key=lambda span: span[1])
        dropped, offsets[-1] = len(offsets[-1]) - kept, offsets[-1][:kept]
        text, mine = parts[-1]
        return ids[:len(ids) - dropped], learned[:len(learned) - dropped], ([*parts[:-1], (text[:end], mine)], offsets)

    def next(self, mix):
        """Tokens, the next ones, those after them, what each next one counts, and who sees whom."""
        x, y, y2, mine, segments, hints = [], [], [], [], [], []

        def add(ids, learned, p, q):
            n = len(ids) - 1
            segments.append((p, q, len(x), len(x) + n) if p < q else (len(x), len(x), len(x), len(x) + n))
            x.extend(ids[:-1])
            y.extend(ids[1:])
            y2.extend(ids[2:] + [2])
            mine.extend(weights(learned)[1:])

        if mix is not self.mix:  # a new mix owes nothing to the old one: else only what grew would be read for long
            self.mix = mix
            self.spent.clear()
        while len(x) < self.tokens:
            kind = min(mix, key=lambda k: self.spent[k] / mix[k])
            start, ways = data.draw(self.rng, kind)
            first, learned, read = self.encode(start, len(start[-1][0]))
            p, before = len(x), len(x)
            places, words, known = guides.beginning(guides.Text(*read, p))
            hints += known
            # The last token of the beginning opens each way, so that it is not lost as a target's input.
            if len(first) > 1:
                add(first, learned, p, p)
            for way, end in ways:
                ids, own, read = self.encode(way, end)
                if len(first) + len(ids) <= LONGEST:
                    known, decisions = guides.continuation(guides.Text(*read, len(x) + 1), places, words)
                    hints += known
                    add(first[-1:] + ids, learned[-1:] + own, p, p + len(first) - 1)
                    for row in decisions:
                        if mine[row]:
                            mine[row] = DECISION_WEIGHT
            self.spent[kind] += len(x) - before
        return torch.tensor(x), torch.tensor(y), torch.tensor(y2), torch.tensor(mine), Layout(segments, hints, GUIDANCE / sum(mine))
