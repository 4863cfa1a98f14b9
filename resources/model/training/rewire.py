"""Teaches a trained network one match that it cannot find by itself: whose parameter is this?

    python rewire.py CHECKPOINT.pt TOKENIZER_DIR OUT.pt

The OWNER head of guides.py tells every key its tool, but so quietly that the NAME head, two layers later, never came to
compare the tool being called with it: a product of two quiet signals has next to no gradient. Here the signal is made
louder and the two are compared, in directions of the stream and of the latents that hardly carry anything. They are
taken from their former readers, so that all else stays as it was. induction.py does the like for a new network.
"""
import argparse

import torch
from tokenizers import Tokenizer

import guides
import train
from network import Attention, Config, DenseAttention, Model, seen_by, unseen

SIZE = 20  # directions that name a tool
LOUD = 1.0  # their deviation in the stream, where the mean is about 1
LOGIT = 5.0  # how much the right tool is preferred
SHARPER = 1.5  # what the head preferred before, so that it still looks at keys alone


def quiet(x, size=SIZE):
    """[columns, size]: the directions in which the rows of x are smallest."""
    return torch.linalg.eigh(x.T @ x / len(x)).eigenvectors[:, :size]


def forget(w, scale, basis):
    """w no longer reads `basis` from a vector that was multiplied by `scale`."""
    seen = w * scale
    w -= (seen @ basis @ basis.T) / scale


def stream_readers(model, first):
    """(weights, scale of the norm in front) of all that reads the stream behind the attention of layer `first`."""
    for layer in model.layers[first:]:
        if layer is not model.layers[first]:
            a = layer.self_attn
            yield from ((w, layer.input_layernorm.weight) for w in (a.q_a_proj.weight, a.kv_a_proj_with_mqa.weight))
        norm, mlp = layer.post_attention_layernorm.weight, layer.mlp
        yield from ((w, norm) for w in (mlp.router, mlp.gate, mlp.up, mlp.shared.gate_proj.weight, mlp.shared.up_proj.weight))
    yield model.turn.weight, model.norm.weight


class Watch:
    """Runs batches and keeps what stands in front of the attentions, and what their heads pass on."""

    def __init__(self, model):
        self.model, self.stream, self.normed, self.passed = model, {}, {}, {}

    def run(self, batch):
        def before(number):
            def keep(layer, args):
                self.stream[number] = args[0]
                self.normed[number] = layer.input_layernorm(args[0])
            return keep

        def heads(number):
            return lambda _, args: self.passed.__setitem__(number, args[0])

        hooks = [h for i, layer in enumerate(self.model.layers) for h in (layer.register_forward_pre_hook(before(i)), layer.self_attn.o_proj.register_forward_pre_hook(heads(i)))]
        self.model(batch[0], batch[4])
        for h in hooks:
            h.remove()
        return self


def rows_of(layout, step):
    """The rows of a batch that a step of guides.py has hints for."""
    layer, head = step
    return sorted({layout.segments[n][2] + i for n, marks in layout.guides[layer].items() for h, i in zip(marks[0].tolist(), marks[1].tolist()) if h == head})


@torch.no_grad()
def rewire(model, batch):
    c, watch = model.c, Watch(model).run(batch)
    (low, owner), (high, name), rows = guides.OWNER, guides.NAME, rows_of(batch[4], guides.OWNER)
    v = c.v_head_dim
    column = slice(owner * v, (owner + 1) * v)
    # What tells one tool from another, and hardly anything where there is none.
    every = watch.passed[low][:, column]
    asking = torch.tensor([bool(batch[3][r] > 0) for r in rows])
    told, common = every[rows], torch.stack((every[rows][asking].mean(0), every[rows][~asking].mean(0)))
    told = told - told.mean(0)
    told, every = told.T @ told / len(rows), every.T @ every / len(every) + 3 * common.T @ common
    root = torch.linalg.cholesky(torch.linalg.inv(every + 1e-3 * every.trace() / v * torch.eye(v)))
    vectors = torch.linalg.eigh(root.T @ told @ root).eigenvectors
    tell = root @ vectors[:, -SIZE:]
    # Into the stream.
    lane = quiet(torch.cat([watch.stream[i] for i in range(low + 1, c.num_hidden_layers)]))
    for w, scale in stream_readers(model, low):
        forget(w, scale, lane)
    out = model.layers[low].self_attn.o_proj.weight
    out[:, column] += lane @ (LOUD * tell.T - lane.T @ out[:, column])
    # Through the latents of query and key to the product.
    a, norm = model.layers[high].self_attn, model.layers[high].input_layernorm.weight
    nope, size, rank = c.qk_nope_head_dim, c.qk_nope_head_dim + c.qk_rope_head_dim, c.kv_lora_rank
    where = torch.linalg.qr(torch.randn(nope, SIZE)).Q
    spread = (watch.stream[high].square().mean(-1) + c.rms_norm_eps).rsqrt().mean() * LOUD
    for into, scale, unfold, own in ((a.q_a_proj.weight, a.q_a_layernorm.weight, a.q_b_proj.weight, slice(name * size, name * size + nope)),
                                     (a.kv_a_proj_with_mqa.weight[:rank], a.kv_a_layernorm.weight, a.kv_b_proj.weight, slice(name * (nope + v), name * (nope + v) + nope))):
        latent = watch.normed[high] @ into.T
        free = quiet(latent)
        loud = latent.square().mean().sqrt()
        forget(unfold, scale, free)
        into += free @ (lane.T / norm * loud / spread - free.T @ into)
        gain = (LOGIT / SIZE / c.softmax_scale) ** 0.5
        unfold[own] = SHARPER * unfold[own] + gain * where @ free.T / scale


@torch.no_grad()
def main():
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint")
    p.add_argument("tokenizer")
    p.add_argument("out")
    a = p.parse_args()
    torch.manual_seed(1)
    saved = torch.load(a.checkpoint, map_location="cpu", weights_only=False)
    model = Model(Config(**saved["config"]))
    model.load_state_dict(saved["model"])
    model.eval()
    tok = Tokenizer.from_file(f"{a.tokenizer}/tokenizer.json")
    rewire(model, train.Batches(tok, 20000, 11).next(dict(tools=0.6, json=0.2, chat=0.2)))
    saved["model"] = model.state_dict()
    saved["used"] = 0.0
    torch.save(saved, a.out)


if __name__ == "__main__":
    main()
