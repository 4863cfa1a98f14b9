"""Trains the built-in model by the clock; resumes from OUT/checkpoint.pt.

    python train.py --out DIR --tokenizer DIR --minutes 60 [--threads 2] [--resume]

First the trunk, with dense attention, near the end with weights rounded to FP8 in the
forward pass. Then `--resume --finish MINUTES` trains what reads the finished trunk: the
indexers, which imitate its attention, and MTP.
"""
import argparse
import os
import random
import signal
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import asdict

import torch
from tokenizers import Tokenizer

import data
import export
import guides
import heldout  # noqa: F401, refuses to go on where the exam's own words are among the facts
import induction
from network import Config, Layout, Linear, Model

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


@torch.no_grad()
def orthogonal(g):
    """Newton-Schulz steps towards the nearest orthogonal matrix; leading axes are a batch."""
    flip = g.shape[-2] > g.shape[-1]
    x = (g.mT if flip else g).bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(4):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.mT if flip else x


MOMENTUM = 0.975  # the batches are small, so much of a single gradient is noise


class Optimizer:
    """Muon for the hidden matrices, Adam for the rest."""

    def __init__(self, model, speed=0.0056):
        self.muon, self.adam, self.speed = [], [], speed
        for name, p in model.named_parameters():
            hidden = p.ndim >= 2 and not any(s in name for s in ("embed", "lm_head", "router", "weights_proj"))
            (self.muon if hidden else self.adam).append((name, p))
        self.state = {name: {} for name, _ in self.muon}
        # The table learns fast; the router slowly, for all tokens share a large part of its input and would flip together.
        rates = {"embed": 0.004, "router": 0.0004, "": 0.0024}
        groups = {key: [p for n, p in self.adam if next(k for k in rates if k in n) == key] for key in rates}
        self.fused = torch.optim.Adam([{"params": groups[key], "base": rate} for key, rate in rates.items()], lr=0.0, betas=(0.9, 0.98), fused=True)

    @torch.no_grad()
    def step(self, scale):
        for name, p in self.muon:
            if p.grad is None:
                continue
            s = self.state[name]
            if "m" not in s:
                s["m"] = torch.zeros_like(p)
            s["m"].lerp_(p.grad, 1 - MOMENTUM)
            u = orthogonal(p.grad.lerp(s["m"], MOMENTUM))
            lr = self.speed * scale
            # The decay bounds the largest singular value by 1 / 0.2.
            p.mul_(1 - 0.2 * lr).add_(u, alpha=-lr * max(1.0, p.shape[-2] / p.shape[-1]) ** 0.5)
        for group in self.fused.param_groups:
            group["lr"] = scale * group["base"]
        self.fused.step()


class Average:
    """The mean of the weights over the last steps. The batches are small, so each step is noisy; the mean is what to use."""

    def __init__(self, model, steps=150):
        self.steps, self.count, self.values = steps, 0, {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def add(self, model):
        self.count += 1
        for k, v in model.state_dict().items():
            self.values[k].lerp_(v, 1 / min(self.count, self.steps))


def rate_at(share):
    """Warm up, stay, and in the last part fall to almost nothing."""
    return min(share / 0.015 + 0.05, 1, max(0.01, (1 - share) / 0.64))


class HeadLoss(torch.autograd.Function):
    """Weighted cross-entropy behind the head, a few rows at a time, so that the logits stay in the cache.

    Returns the weighted sum, each row's loss and whether its best guess is right; only the sum has a gradient.
    """

    @staticmethod
    def forward(ctx, state, table, target, weight):
        state, table = state.bfloat16(), table.bfloat16()
        dstate, dtable = torch.empty_like(state), torch.zeros_like(table, dtype=torch.float32)
        each, right = torch.empty(len(state)), torch.empty(len(state), dtype=torch.bool)
        for at in range(0, len(state), 256):
            rows = slice(at, at + 256)
            logits, y = (state[rows] @ table.t()).float(), target[rows]
            top = logits.max(-1, keepdim=True)
            own = logits.gather(1, y[:, None])
            p = logits.sub_(top.values).exp_()
            total = p.sum(-1, keepdim=True)
            each[rows] = (total.log() + top.values - own)[:, 0]
            right[rows] = top.indices[:, 0] == y
            p.mul_(weight[rows, None] / total)
            p.scatter_add_(1, y[:, None], -weight[rows, None])
            p = p.bfloat16()
            dstate[rows] = p @ table
            dtable += p.t() @ state[rows]
        ctx.save_for_backward(dstate, dtable)
        ctx.mark_non_differentiable(each, right)
        return (each * weight).sum(), each, right

    @staticmethod
    def backward(ctx, grad, *_):
        dstate, dtable = ctx.saved_tensors
        return dstate * grad, dtable * grad, None, None


def trunk_loss(model, batch):
    """The loss, and the share of right tokens. What the user and the tools say is full of invented words:
    only the assistant's text can be learned."""
    x, y, _, mine, layout = batch
    state, _, _ = model(x, layout)
    written = mine > 0
    loss, each, right = HeadLoss.apply(model.turn(state[written]), model.embed_tokens.weight, y[written], mine[written] / mine.sum())
    return loss, dict(loss=each.mean(), right=right.float().mean())


def finish_loss(model, batch):
    """Behind the finished trunk: the indexers imitate attention, the MTP module looks one token further."""
    x, y, y2, mine, layout = batch
    state, kl, context = model(x, layout, "indexer")
    z, mtp_kl = model.mtp(state, model.embed_tokens(y), *context)
    written = mine > 0
    count = int(written.sum())
    loss, each, right = HeadLoss.apply(model.turn(z[written]), model.embed_tokens.weight, y2[written], torch.full((count,), 1 / count))
    return loss + kl + mtp_kl, dict(kl=kl.detach(), mtp=each.mean(), right=right.float().mean())


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--batch", type=int, default=2048, help="tokens of a step")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rate", type=float, default=1.0, help="scale of the learning rates; less than 1 for weights that have learned already")
    p.add_argument("--warm", type=float, default=0.5, help="share of the time with mostly tools, records and copying")
    p.add_argument("--qat", type=float, default=0.9, help="share of the time after which weights are rounded to FP8")
    p.add_argument("--finish", type=float, default=0, help="instead, train the indexers and MTP for so many minutes")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--start", help="folder of an exported model whose weights to begin with")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.out, exist_ok=True)
    tok = Tokenizer.from_file(os.path.join(a.tokenizer, "tokenizer.json"))
    config = Config(vocab_size=tok.get_vocab_size())
    model = Model(config)
    if a.start:
        export.restore(model, a.start)
    else:
        induction.start(model)
    opt, path = Optimizer(model), os.path.join(a.out, "checkpoint.pt")
    step, used, seen, saved = 0, 0.0, 0, {}
    if a.resume and os.path.exists(path):
        saved = torch.load(path, weights_only=False)
        model.load_state_dict(saved["average" if a.finish else "model"])
        opt.state.update(saved["optimizer"][0])
        rates = [g["base"] for g in opt.fused.param_groups]
        opt.fused.load_state_dict(saved["optimizer"][1])
        for group, rate in zip(opt.fused.param_groups, rates):
            group["base"] = rate
        step, used, seen = saved["step"], saved["used"], saved["seen"]
    average = Average(model)
    if "average" in saved and not a.finish:
        average.values, average.count = saved["average"], saved["averaged"]
    batches = Batches(tok, a.batch, a.seed * 1000003 + step)
    log = open(os.path.join(a.out, "log.txt"), "a", buffering=1)
    if a.finish:
        used, a.minutes, a.warm, a.qat = 0.0, a.finish, 0, 0
        opt = Optimizer(model, 0.014)  # little time for matrices that have not learned yet
    for name, q in model.named_parameters():
        late = "indexer" in name or name.startswith("mtp.")
        q.requires_grad_(late == bool(a.finish))
    moes = [m for m in model.moes() if m.router.requires_grad]
    begin, last_save, total = time.time() - used, time.time(), a.minutes * 60

    def save():
        torch.save(dict(model=model.state_dict(), average=average.values, averaged=average.count, optimizer=(opt.state, opt.fused.state_dict()), step=step, used=time.time() - begin, seen=seen, config=asdict(config)), path + ".new")
        os.replace(path + ".new", path)

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    torch.set_flush_denormal(True)
    model.train()
    while not stopped and (elapsed := time.time() - begin) < total:
        share = elapsed / total
        rate = a.rate * rate_at(share)
        Linear.qat = share >= a.qat
        batch = batches.next(data.WARM_MIX if share < a.warm else data.MIX)
        with torch.autocast("cpu", torch.bfloat16):
            loss, seen_of = finish_loss(model, batch) if a.finish else trunk_loss(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([q for _, q in opt.adam if q.grad is not None], 1.0)
        opt.step(rate)
        average.add(model)
        for q in model.parameters():
            q.grad = None
        worst = max((m.load.max() / m.load.mean()).item() for m in moes)
        for moe in moes:
            moe.balance(0.005 * min(rate * 1.6, 1))
        step, seen = step + 1, seen + len(batch[0])
        if step % 10 == 0:
            numbers = " ".join(f"{k} {v:.3f}" for k, v in seen_of.items())
            log.write(f"step {step} min {elapsed / 60:.1f} tokens {seen} {numbers} rate {rate:.2f} fullest expert {worst:.2f}\n")
        if time.time() - last_save > 120:
            save()
            last_save = time.time()
    save()


if __name__ == "__main__":
    main()
