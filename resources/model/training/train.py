"""Trains the built-in model by the clock; resumes from OUT/checkpoint.pt.

    python train.py --out DIR --minutes 60 [--threads 2] [--resume]

The stages follow the elapsed share of the time: dense attention first, then the
indexer learns beside it, then weights are rounded to FP8 in the forward pass, and
last the indexer chooses what attention reads. MTP learns from the detached trunk.
"""
import argparse
import os
import random
import signal
import time
from dataclasses import asdict

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import data
from network import Config, Linear, Model

WARM_MIX = dict(repeat=0.35, tools=0.25, record=0.15, command=0.05, chat=0.20)


class Batches:
    """Packs whole conversations into rows; what does not fit waits for the next batch."""

    def __init__(self, tok, rows, length, seed):
        self.tok, self.rows, self.length = tok, rows, length
        self.rng, self.waiting = random.Random(seed), []

    def draw(self, mix):
        ids, learned = [], []
        for text, mine in data.draw(self.rng, mix):
            part = self.tok.encode(text, add_special_tokens=False).ids
            ids += part
            learned += [mine] * len(part)
        return ids[: self.length + 1], learned[: self.length + 1]

    def next(self, mix):
        while sum(len(d[0]) for d in self.waiting) < 1.15 * self.rows * self.length:
            self.waiting.append(self.draw(mix))
        rows, left = [[] for _ in range(self.rows)], []
        room = [self.length] * self.rows
        for d in self.waiting:
            n = len(d[0]) - 1
            fit = next((i for i in range(self.rows) if room[i] >= n), None)
            if fit is None:
                left.append(d)
            else:
                rows[fit].append(d)
                room[fit] -= n
        self.waiting = left
        shape = (self.rows, self.length)
        x, y, y2 = (torch.full(shape, 2) for _ in range(3))
        mine, prompt, doc = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool), torch.full(shape, -1)
        for i, row in enumerate(rows):
            at = 0
            for k, (ids, learned) in enumerate(row):
                n = len(ids) - 1
                s = slice(at, at + n)
                x[i, s], y[i, s] = torch.tensor(ids[:-1]), torch.tensor(ids[1:])
                y2[i, s] = torch.tensor(ids[2:] + [2])
                mine[i, s] = torch.tensor(learned[1:])
                prompt[i, s] = ~mine[i, s]
                doc[i, s] = k
                at += n
        return x, y, y2, mine, prompt, doc


@torch.no_grad()
def orthogonal(g):
    """Newton-Schulz steps towards the nearest orthogonal matrix; leading axes are a batch."""
    flip = g.shape[-2] > g.shape[-1]
    x = g.mT if flip else g
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(4):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.mT if flip else x


class Optimizer:
    """Muon for the hidden matrices, Adam for the rest."""

    def __init__(self, model):
        self.muon, self.adam = [], []
        for name, p in model.named_parameters():
            hidden = p.ndim >= 2 and not any(s in name for s in ("embed", "lm_head", "router", "weights_proj"))
            (self.muon if hidden else self.adam).append((name, p))
        self.state = {name: {} for name, _ in self.muon}
        self.fused = torch.optim.Adam(
            [{"params": [p for n, p in self.adam if ("embed" in n) == table], "base": base} for table, base in ((True, 0.02), (False, 0.005))],
            lr=0.0, betas=(0.9, 0.98), fused=True)

    @torch.no_grad()
    def step(self, scale):
        for name, p in self.muon:
            if p.grad is None:
                continue
            s = self.state[name]
            if "m" not in s:
                s["m"] = torch.zeros_like(p)
            s["m"].lerp_(p.grad, 0.05)
            u = orthogonal(p.grad.lerp(s["m"], 0.95))
            # The indexer and MTP start late, so they keep a higher rate; the trunk does not feel it.
            lr = 0.02 * (max(scale, 0.3) if "indexer" in name or name.startswith("mtp") else scale)
            p.mul_(1 - 0.1 * lr).add_(u, alpha=-lr * max(1.0, p.shape[-2] / p.shape[-1]) ** 0.5)
        for group in self.fused.param_groups:
            group["lr"] = scale * group["base"]
        self.fused.step()


def stage(share, indexer, sparse):
    mode = "dense" if share < indexer else "indexer" if share < sparse else "sparse"
    # Warm up, hold, then fall to almost nothing.
    rate = min(1.0, share / 0.015 + 0.05) * (1.0 if share < 0.45 else max(0.02, (1 - share) / 0.55))
    return mode, rate


def losses(model, batch, mode, rng):
    x, y, y2, mine, prompt, doc = batch
    state, kl, context = model(x, doc, mode)
    # Every answer token counts; some of the prompt tokens count a little.
    picked = mine | (prompt & (torch.rand(mine.shape, generator=rng) < 0.15))
    logits = model.lm_head(state[picked])
    each = F.cross_entropy(logits, y[picked], reduction="none")
    own = mine[picked]
    loss = (each * torch.where(own, 1.0, 0.3)).sum() / own.sum()
    right = (logits.argmax(-1) == y[picked])[own].float().mean().item()
    total, mtp = loss + kl, 0.0
    if mode != "dense":
        z, kl2 = model.mtp(state.detach(), model.embed_tokens(y).detach(), *context)
        ahead = F.linear(z[mine], model.lm_head.weight.detach())
        second = F.cross_entropy(ahead, y2[mine])
        mtp = (ahead.argmax(-1) == y2[mine]).float().mean().item()
        total = total + second + kl2
    return total, each[own].mean().item(), right, float(kl.detach()), mtp


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--rows", type=int, default=5)
    p.add_argument("--length", type=int, default=384)
    p.add_argument("--seed", type=int, default=1)
    # Shares of the time at which each stage begins.
    p.add_argument("--copy", type=float, default=0.7)
    p.add_argument("--indexer", type=float, default=0.82)
    p.add_argument("--qat", type=float, default=0.86)
    p.add_argument("--sparse", type=float, default=0.95)
    p.add_argument("--resume", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.out, exist_ok=True)
    tok = Tokenizer.from_file(os.path.join(a.tokenizer, "tokenizer.json"))
    config = Config(vocab_size=tok.get_vocab_size())
    model = Model(config)
    opt, path = Optimizer(model), os.path.join(a.out, "checkpoint.pt")
    step, used, seen = 0, 0.0, 0
    if a.resume and os.path.exists(path):
        saved = torch.load(path, weights_only=False)
        model.load_state_dict(saved["model"])
        opt.state.update(saved["optimizer"][0])
        opt.fused.load_state_dict(saved["optimizer"][1])
        step, used, seen = saved["step"], saved["used"], saved["seen"]
    batches, picks = Batches(tok, a.rows, a.length, a.seed * 1000003 + step), torch.Generator().manual_seed(step)
    log = open(os.path.join(a.out, "log.txt"), "a", buffering=1)
    begin, last_save, total = time.time() - used, time.time(), a.minutes * 60

    def save():
        torch.save(dict(model=model.state_dict(), optimizer=(opt.state, opt.fused.state_dict()), step=step, used=time.time() - begin, seen=seen, config=asdict(config)), path + ".new")
        os.replace(path + ".new", path)

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    torch.set_flush_denormal(True)
    model.train()
    while not stopped and (elapsed := time.time() - begin) < total:
        share = elapsed / total
        mode, rate = stage(share, a.indexer, a.sparse)
        Linear.qat = share >= a.qat
        batch = batches.next(WARM_MIX if share < 0.08 else data.COPY_MIX if share >= a.copy else data.MIX)
        loss, own, right, kl, mtp = losses(model, batch, mode, picks)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([q for _, q in opt.adam if q.grad is not None], 1.0)
        opt.step(rate)
        for q in model.parameters():
            q.grad = None
        for moe in model.moes():
            if moe.load.sum() > 0:
                if step % 50 == 0 and moe is model.layers[-1].mlp:
                    log.write(f"  last layer load max/mean {(moe.load.max() / moe.load.mean()).item():.2f}\n")
                moe.balance(0.003 * min(rate * 2, 1))
        step, seen = step + 1, seen + int((batch[5] >= 0).sum())
        if step % 10 == 0:
            log.write(f"step {step} min {elapsed / 60:.1f} tokens {seen} loss {own:.3f} right {right:.3f} kl {kl:.3f} mtp {mtp:.3f} {mode} lr {rate:.2f}\n")
        if time.time() - last_save > 180:
            save()
            last_save = time.time()
    save()


if __name__ == "__main__":
    main()
