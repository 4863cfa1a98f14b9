"""Hands a tool's name on from head to head, to the place where a tool is chosen.

    python relay.py CHECKPOINT.pt TOKENIZER OUT.pt

The guided heads are shown where to look. What to pass on they would have to find together, for none of it is of use without the rest, and they do
not. So it is written into them: FIRST reads at a tool's name a code of its first token and leaves it at each word of the tool's description,
WORD takes it from there to the request, GATHER to the place of the choice, and CHOICE looks for the name whose token has this code. The
codes travel in directions of the stream that hold little; these are cleared of everything else first, and stay so in training.
"""
import sys

import torch
import torch.nn.functional as F

import guides
from refit import drawn, normal, opened, own_directions, reached, refit, save

STEPS = guides.FIRST, guides.WORD, guides.GATHER
SIZE = 12  # of a code; each step writes into as many directions of its own


class Relay:
    """The directions [hidden, 3 SIZE] and what the matrices have to do with them. Training must not change that: its steps are about
    as large along directions that hardly matter as along the others."""

    def __init__(self, model, directions):
        self.directions, c = directions, model.c
        self.readers, self.writers, parts = [], [], []
        for number, layer in enumerate(model.layers):
            for name, p in layer.named_parameters():
                name, short = f"layers.{number}.{name}", name.removesuffix(".weight").split(".")[-1]
                if short in ("o_proj", "down_proj", "down"):
                    self.writers.append([name, directions.t() @ p])
                elif number >= STEPS[0][0] and short in ("q_a_proj", "kv_a_proj_with_mqa", "wk", "weights_proj", "router", "gate", "up", "gate_proj", "up_proj"):
                    norm = f"layers.{number}.{'input' if 'self_attn' in name else 'post_attention'}_layernorm.weight"
                    self.readers.append([name, norm, (p * model.get_parameter(norm)) @ directions])
        self.readers.append(["turn.weight", "norm.weight", (model.turn.weight * model.norm.weight) @ directions])
        latent = slice(c.kv_lora_rank - SIZE, c.kv_lora_rank)
        for number, head in STEPS:
            size = c.qk_nope_head_dim + c.v_head_dim
            parts += [(number, "kv_a_proj_with_mqa", (latent,)), (number, "kv_a_layernorm", (latent,)), (number, "kv_b_proj", (slice(None), latent)),
                      (number, "kv_b_proj", (slice((head + 1) * size - SIZE, (head + 1) * size),)),
                      (number, "o_proj", (slice(None), slice((head + 1) * c.v_head_dim - SIZE, (head + 1) * c.v_head_dim)))]
        self.parts = [(f"layers.{n}.self_attn.{name}.weight", at, model.layers[n].self_attn.get_submodule(name).weight[at].clone()) for n, name, at in parts]

    @torch.no_grad()
    def restore(self, model):
        """Undoes what a step of training did to the relay."""
        u = self.directions
        for name, at, value in self.parts:
            model.get_parameter(name)[at] = value
        for name, norm, value in self.readers:
            p, w = model.get_parameter(name), model.get_parameter(norm)
            p.add_(((value - (p * w) @ u) @ u.t()) / w)
        for name, value in self.writers:
            p = model.get_parameter(name)
            p.add_(u @ (value - u.t() @ p))
        table = model.embed_tokens.weight
        table.sub_((table @ u) @ u.t())

    def clear(self, model):
        """Takes the directions from all who read and write them."""
        self.parts = []
        for entry in self.readers + self.writers:
            entry[-1].zero_()
        self.restore(model)


def streams(model, data):
    """What stands before each norm of the layers and of the head, in shares of its size, and that size."""
    read, hooks = {}, []
    for number, layer in enumerate(model.layers):
        for place, norm in ((number, layer.input_layernorm), (number + 0.5, layer.post_attention_layernorm)):
            hooks.append(norm.register_forward_pre_hook(lambda _, x, place=place: read.setdefault(place, []).append(x[0][::5])))
    hooks.append(model.norm.register_forward_pre_hook(lambda _, x: read.setdefault(len(model.layers), []).append(x[0][::5])))
    for batch in data:
        model(batch[0], batch[-1])
    for hook in hooks:
        hook.remove()
    read = {place: torch.cat(x) for place, x in read.items()}
    return {place: x * x.square().mean(-1, keepdim=True).rsqrt() for place, x in read.items()}, {place: x.square().mean().sqrt() for place, x in read.items()}


def unused(streams, count, layer, more=1, taken=None):
    """[hidden, count]: the directions that hold least from a layer on, but for those that are taken. What is read behind CHOICE counts
    `more`."""
    energy = sum(x.t() @ x / len(x) * (1 if place <= guides.CHOICE[0] else more) for place, x in streams.items() if place >= layer)
    if taken is not None:
        energy += 1e3 * energy.trace() * taken @ taken.t()
    return torch.linalg.eigh(energy)[1][:, :count]


def codes_of(model, tokens, size):
    """[of tokens, size]: a random projection of what the tokens are, of the same size for all."""
    table = model.embed_tokens.weight
    projection = torch.linalg.qr(torch.randn(model.c.hidden_size, size))[0]
    return (F.normalize((table - table.mean(0)) @ projection, dim=-1) * size ** 0.5)[tokens]


def reading(x, y):
    """[of y, of x]: the linear map that comes nearest from the one to the other."""
    square = x.t() @ x / len(x)
    return torch.linalg.solve(square + 1e-3 * square.diagonal().mean() * torch.eye(len(square)), x.t() @ y / len(x)).t()


def pass_on(model, layer, head, x, read, to, size):
    """Lets a head of a layer that reads x add read @ x to the stream in the directions `to` [hidden, of read], with values of about `size`.
    The least part of what it passed on until then makes room."""
    a, c, count = model.layers[layer].self_attn, model.c, len(read)
    keys, kept = a.kv_a_proj_with_mqa.weight, c.v_head_dim - count
    down, up, _ = own_directions(x, keys[:c.kv_lora_rank], a.kv_a_layernorm.weight, a.kv_b_proj.weight, read)
    keys[:c.kv_lora_rank] = down
    a.kv_b_proj.weight.copy_(up)
    a.kv_a_layernorm.weight.fill_(1)
    latent = normal(x, down) @ down.t()
    energy, axes = torch.linalg.eigh(latent.t() @ latent / len(latent))
    root, inverse = ((axes * energy.clamp(min=1e-6 * energy.max()) ** power) @ axes.t() for power in (0.5, -0.5))
    values = a.kv_b_proj.weight.view(c.num_attention_heads, -1, c.kv_lora_rank)[head, c.qk_nope_head_dim:]
    out = a.o_proj.weight.view(c.hidden_size, c.num_attention_heads, -1)[:, head]
    left, weight, right = torch.linalg.svd(out @ values @ root, full_matrices=False)
    weight = weight[:kept].sqrt()
    values[:kept], out[:, :kept] = weight[:, None] * right[:kept] @ inverse, left[:, :kept] * weight
    gain = (size / latent[:, -count:].square().mean().sqrt()).sqrt()
    values[kept:] = 0
    values[kept:, -count:] = gain * torch.eye(count)
    out[:, kept:] = gain * to


@torch.no_grad()
def main(path, tokenizer, out):
    torch.manual_seed(0)
    saved, model = opened(path)
    data = list(drawn(tokenizer, 11, 24))
    read_by = lambda layer: torch.cat([x for _, x in reached(model, layer, data)])
    states, sizes = streams(model, data)
    directions = unused(states, len(STEPS) * SIZE, STEPS[0][0], more=4)
    Relay(model, directions).clear(model)
    codes = codes_of(model, torch.cat([batch[0].flatten() for batch in data]), SIZE)
    given = None
    for (layer, head), to in zip(STEPS, directions.split(SIZE, 1)):
        x = read_by(layer)
        read = reading(x, codes) if given is None else given.t() / model.layers[layer].input_layernorm.weight
        pass_on(model, layer, head, x, read, to, sizes[layer + 0.5])
        given = to
    layer, head = guides.CHOICE
    known = given.t() / model.layers[layer].input_layernorm.weight, reading(read_by(layer), codes)
    refit(model, layer, head, drawn(tokenizer, 7, 220), known)
    saved["relay"] = directions
    save(saved, model, [layer for layer, _ in (*STEPS, guides.CHOICE)], out)


if __name__ == "__main__":
    main(*sys.argv[1:])
