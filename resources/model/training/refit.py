"""Gives a guided head new queries and keys, fitted to its hints alone.

    python refit.py CHECKPOINT.pt TOKENIZER LAYER HEAD OUT.pt

To find a word again, a head has to compare tokens, and in training of the whole network this comparison comes about late. Fitted by
itself, on what its layer reads, a head that found one word in three finds nine in ten after seconds. The rest of the layer nearly keeps what it
does: its latents hardly use as many directions as they have, and the head is given those that hold least.
"""
import sys

import torch
from tokenizers import Tokenizer

from batches import Batches
from network import Config, Model

KINDS = "choice", "tools", "choice", "json"
SHARE = 0.1  # of the latents' energy, for the head's own directions: more would change how loud the others are, less asks for larger gains


class Reached(Exception):
    pass


def normal(x, weight):
    """x over the size of its latent, as the layer's norms see it."""
    return x * ((x @ weight.t()).square().mean(-1, keepdim=True) + 1e-6).rsqrt()


def drawn(tokenizer, seed, count):
    """Batches of the kinds that the guided heads are for."""
    batches = Batches(Tokenizer.from_file(f"{tokenizer}/tokenizer.json"), 3000, seed)
    return (batches.next({KINDS[number % len(KINDS)]: 1.0}) for number in range(count))


def reached(model, layer, data):
    """(batch, what the layer's attention reads), batch by batch."""
    read = []

    def stop(_, inputs):
        read.append(inputs[0])
        raise Reached

    hook = model.layers[layer].self_attn.register_forward_pre_hook(stop)
    for batch in data:
        try:
            model(batch[0], batch[-1])
        except Reached:
            yield batch, read.pop()
    hook.remove()


def examples_of(model, layer, head, data):
    """What the layer's attention reads, and where the head should look there: for each segment the states that ask, the batch's
    states, which of them are seen, the places of the asking ones among these, and [asking, seen] with 1 where to look.
    Also some of the states as they are."""
    out, some, a = [], [], model.layers[layer].self_attn
    for (*_, layout), x in reached(model, layer, data):
        some.append(x[::40])
        asking, answering = normal(x, a.q_a_proj.weight), normal(x, a.kv_a_proj_with_mqa.weight[:model.c.kv_lora_rank])
        for segment, (heads, rows, places) in layout.guides.get(layer, {}).items():
            rows, places = rows[heads == head], places[heads == head]
            if len(rows):
                p, q, begin, end = layout.segments[segment]
                seen = torch.cat((torch.arange(p, q if p < begin else p), torch.arange(begin, end)))
                rows, which = rows.unique(return_inverse=True)
                right = torch.zeros(len(rows), len(seen))
                right[which, places] = 1
                out.append((asking[begin + rows], answering, seen, rows + len(seen) - (end - begin), right))
    return out, torch.cat(some)


def scores(example, asks, answers):
    asking, answering, seen, places, _ = example
    return ((asking @ asks.t()) @ (answering[seen] @ answers.t()).t()).masked_fill(torch.arange(len(seen)) > places[:, None], -1e30)


def hits(examples, asks, answers):
    """The share of queries whose largest score is at one of the right places."""
    best = [e[-1].gather(1, scores(e, asks, answers).argmax(-1, keepdim=True)).flatten() for e in examples]
    return torch.cat(best).mean().item()


def fit(examples, x, size, known=None, passes=9, together=8):
    """Two projections [size, hidden] whose products are highest at the right places: both begin as the same random one of whitened
    states x, under which what is alike has a high product. A pair of projections that is known already is only made louder or quieter."""
    known = [k / (x @ k.t()).square().mean().sqrt() for k in known] if known else [x.new_empty(0, x.shape[1])] * 2
    energy, axes = torch.linalg.eigh((x - x.mean(0)).t() @ (x - x.mean(0)) / len(x))
    start = torch.randn(size - len(known[0]), x.shape[1]) @ (axes * (energy.clamp(min=1e-4 * energy.max()) * size).rsqrt()) @ axes.t()
    asks, answers, sharpness = start.clone().requires_grad_(), start.clone().requires_grad_(), torch.tensor([-0.7, -0.5], requires_grad=True)
    adam = torch.optim.Adam([{"params": [asks, answers]}, {"params": [sharpness], "lr": 0.01}])
    pair = lambda: (torch.cat((asks * sharpness[0].exp(), known[0] * sharpness[1].exp())), torch.cat((answers, known[1])))
    for turn in range(passes):
        adam.param_groups[0]["lr"] = (0.002 if len(known[0]) else 0.006) * (1 - turn / passes)
        order = torch.randperm(len(examples)).tolist()
        for begin in range(0, len(order), together):
            projections = pair()
            losses = [-scores(e, *projections).log_softmax(-1).masked_fill(e[-1] == 0, -1e30).logsumexp(-1) for e in (examples[i] for i in order[begin:begin + together])]
            torch.cat(losses).mean().backward()
            adam.step()
            adam.zero_grad()
    return [p.detach() for p in pair()]


def own_directions(x, down, norm, up, projection):
    """Frees the directions of a latent that hold least and fills them with a projection of the layer's input. Returns the new
    down-projection, the up-projection of the rest, and how much the projection was scaled."""
    size, up, latent, unit = len(projection), up * norm, x @ down.t(), normal(x, down) @ down.t()
    kept = torch.linalg.eigh(unit.t() @ unit)[1][:, size:]
    scale = (SHARE * latent.square().sum() / (x @ projection.t()).square().sum()).sqrt().item()
    new = torch.cat((kept.t() @ down, scale * projection))
    louder = ((x @ new.t()).square().mean(-1) / latent.square().mean(-1)).sqrt().mean()
    return new, torch.cat((up @ kept * louder, up.new_zeros(len(up), size)), 1), scale


def place(model, layer, head, x, asks, answers):
    """Writes the fitted projections into a layer that reads x."""
    a, c, size = model.layers[layer].self_attn, model.c, len(asks)
    readers = torch.cat((a.q_b_proj.weight, a.indexer.wq_b.weight))
    down, up, asked = own_directions(x, a.q_a_proj.weight, a.q_a_layernorm.weight, readers, asks)
    up, indexer = up.split((len(a.q_b_proj.weight), len(a.indexer.wq_b.weight)))
    keys = a.kv_a_proj_with_mqa.weight
    down_keys, up_keys, answered = own_directions(x, keys[:c.kv_lora_rank], a.kv_a_layernorm.weight, a.kv_b_proj.weight, answers)
    gain = (asked * answered * c.softmax_scale) ** -0.5
    for matrix, rank in ((up, c.q_lora_rank), (up_keys, c.kv_lora_rank)):
        rows = matrix.view(c.num_attention_heads, -1, rank)[head]
        rows[:c.qk_nope_head_dim + (c.qk_rope_head_dim if matrix is up else 0)] = 0
        rows[:size, rank - size:] = gain * torch.eye(size)
    a.q_a_proj.weight.copy_(down)
    a.q_b_proj.weight.copy_(up)
    a.indexer.wq_b.weight.copy_(indexer)
    keys[:c.kv_lora_rank] = down_keys
    a.kv_b_proj.weight.copy_(up_keys)
    for norm in (a.q_a_layernorm, a.kv_a_layernorm):
        norm.weight.fill_(1)


def refit(model, layer, head, data, known=None):
    """Fits the head to its hints, tells how it does on others, and writes it into its layer."""
    examples, x = examples_of(model, layer, head, data)
    last = len(examples) * 9 // 10
    with torch.enable_grad():
        asks, answers = fit(examples[:last], x, model.c.qk_nope_head_dim, known)
    print(f"{hits(examples[last:], asks, answers):.1%} of {sum(len(e[-1]) for e in examples[last:])} others look at the right place")
    place(model, layer, head, x, asks, answers)


def opened(path):
    """A checkpoint, and the network of its mean weights."""
    saved = torch.load(path, weights_only=False)
    model = Model(Config(**saved["config"])).eval()
    model.load_state_dict(saved["average"])
    return saved, model


def save(saved, model, layers, out):
    """The checkpoint with this network, whose attention was changed in some layers: what the optimizer knew of these is void."""
    saved["model"] = saved["average"] = model.state_dict()
    for name, state in saved["optimizer"][0].items():
        if any(name.startswith(f"layers.{layer}.self_attn.") for layer in layers):
            state.clear()
    torch.save(saved, out)


@torch.no_grad()
def main(path, tokenizer, layer, head, out):
    torch.manual_seed(1)
    saved, model = opened(path)
    refit(model, layer, head, drawn(tokenizer, 7, 220))
    save(saved, model, [layer], out)


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:5]), sys.argv[5])
