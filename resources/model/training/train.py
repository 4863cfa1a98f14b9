"""Trains the built-in model by the clock; resumes from OUT/checkpoint.pt.

    python train.py --out DIR --tokenizer DIR --minutes 60 [--workers 2] [--resume]

First the trunk, with dense attention, near the end with weights rounded to FP8 in the
forward pass. Then `--resume --finish MINUTES` trains what reads the finished trunk: the
indexers, which imitate its attention, and MTP.
"""
import argparse
import os
import signal
import time
from dataclasses import asdict

import torch
import torch.multiprocessing as mp
from tokenizers import Tokenizer

import data
import export
import heldout  # noqa: F401, refuses to go on where the exam's own words are among the facts
import induction
from batches import Batches
from network import Model
from optimizer import Average, Optimizer, Team, rate_at
from parts import Config, Linear
from relay import Relay


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


def begun(a):
    """The network that training begins with."""
    if a.start:
        return export.restored(a.start)
    return induction.start(Model(Config(vocab_size=Tokenizer.from_file(os.path.join(a.tokenizer, "tokenizer.json")).get_vocab_size())))


def train(rank, a, team):
    """One worker. The first keeps the time, the log and the checkpoints."""
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    tok = Tokenizer.from_file(os.path.join(a.tokenizer, "tokenizer.json"))
    model = begun(a)
    opt, path = Optimizer(model), os.path.join(a.out, "checkpoint.pt")
    step, used, seen, saved, relay = 0, 0.0, 0, {}, None
    if a.resume and os.path.exists(path):
        saved = torch.load(path, weights_only=False)
        model.load_state_dict(saved["average" if a.finish else "model"])
        opt.state.update(saved["optimizer"][0])
        rates = [g["base"] for g in opt.fused.param_groups]
        opt.fused.load_state_dict(saved["optimizer"][1])
        for group, rate in zip(opt.fused.param_groups, rates):
            group["base"] = rate
        step, used, seen = saved["step"], saved["used"], saved["seen"]
        if saved.get("relay") is not None:
            relay = Relay(model, saved["relay"])
    average = Average(model)
    if "average" in saved and not a.finish:
        average.values, average.count = saved["average"], saved["averaged"]
    batches = Batches(tok, a.batch, (a.seed * 1000003 + step) * team.size + rank)
    log = open(os.path.join(a.out, "log.txt"), "a", buffering=1) if rank == 0 else None
    if a.finish:
        used, a.minutes, a.warm, a.qat = 0.0, a.finish, 0, 0
        opt = Optimizer(model, 0.014)  # little time for matrices that have not learned yet
    for name, q in model.named_parameters():
        late = "indexer" in name or name.startswith("mtp.")
        q.requires_grad_(late == bool(a.finish))
    moes = [m for m in model.moes() if m.router.requires_grad]
    begin, last_save = time.time() - used, time.time()

    def save():
        torch.save(dict(model=model.state_dict(), average=average.values, averaged=average.count, optimizer=(opt.state, opt.fused.state_dict()), step=step, used=time.time() - begin, seen=seen, relay=relay and relay.directions, config=asdict(model.c)), path + ".new")
        os.replace(path + ".new", path)

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    torch.set_flush_denormal(True)
    model.train()
    share = torch.zeros(team.size)
    while True:
        # Each worker's own share of the time, of which the first's counts: all take the same steps at the same rates.
        share.zero_()[rank] = 1.0 if stopped else (time.time() - begin) / (a.minutes * 60)
        team.mean(rank, [share])
        now = share[0].item() * team.size
        if now >= 1:
            break
        rate = a.rate * rate_at(now)
        Linear.qat = now >= a.qat
        batch = batches.next(data.WARM_MIX if now < a.warm else data.MIX)
        with torch.autocast("cpu", torch.bfloat16):
            loss, seen_of = finish_loss(model, batch) if a.finish else trunk_loss(model, batch)
        loss.backward()
        team.mean(rank, [q.grad for q in model.parameters() if q.grad is not None] + [m.load for m in moes])
        torch.nn.utils.clip_grad_norm_([q for _, q in opt.adam if q.grad is not None], 1.0)
        opt.step(rate)
        if relay:
            relay.restore(model)
        average.add(model)
        for q in model.parameters():
            q.grad = None
        worst = max((m.load.max() / m.load.mean()).item() for m in moes)
        for moe in moes:
            moe.balance(0.005 * min(rate * 1.6, 1))
        step, seen = step + 1, seen + len(batch[0]) * team.size
        if rank == 0 and step % 10 == 0:
            numbers = " ".join(f"{k} {v:.3f}" for k, v in seen_of.items())
            log.write(f"step {step} min {(time.time() - begin) / 60:.1f} tokens {seen} {numbers} rate {rate:.2f} fullest expert {worst:.2f}\n")
        if rank == 0 and time.time() - last_save > 120:
            save()
            last_save = time.time()
    if rank == 0:
        save()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--workers", type=int, default=1, help="cores; each works on batches of its own")
    p.add_argument("--batch", type=int, default=4096, help="tokens of a worker's step")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rate", type=float, default=1.0, help="scale of the learning rates; less than 1 for weights that have learned already")
    p.add_argument("--warm", type=float, default=0.25, help="share of the time with mostly tools, records and copying")
    p.add_argument("--qat", type=float, default=0.9, help="share of the time after which weights are rounded to FP8")
    p.add_argument("--finish", type=float, default=0, help="instead, train the indexers and MTP for so many minutes")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--start", help="folder of an exported model whose weights to begin with")
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    numbers = sum(q.numel() for q in begun(a).state_dict().values())
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # to the whole group: the workers save and end
    mp.spawn(train, (a, Team(a.workers, numbers)), a.workers)


if __name__ == "__main__":
    main()
