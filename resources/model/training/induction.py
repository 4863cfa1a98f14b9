"""Starts the network with heads that copy.

A transformer copies with two heads in turn (Olsson et al., "In-context Learning and Induction Heads"): one writes
the previous token beside each token, the next looks for places whose previous token is the current one and passes
on what stands there. Random weights find this after hundreds of millions of tokens; a training of minutes has to begin
with it. Only the initial values are set here: everything is trained afterwards like the rest.

The stream is laid out at first as
    content 160 | constant 1 | the last token 30 | the one before 18 | what should come next 47
"""
import torch

import guides
from parts import rope_table

CONTENT, ONE, LAST, BEFORE, NEXT = slice(0, 160), 160, slice(161, 191), slice(191, 209), slice(209, 256)
SHARPNESS = 20.0, 6.0, 6.0, 4.0  # of the first rotary frequencies; together they single out one distance


def directions(rows, columns, generator):
    return torch.nn.init.orthogonal_(torch.empty(rows, columns), generator=generator)


@torch.no_grad()
def start(model, seed=3):
    c, g = model.c, torch.Generator().manual_seed(seed)
    nope, rope = c.qk_nope_head_dim, c.qk_rope_head_dim
    table = model.embed_tokens.weight
    table.zero_()
    table[:, CONTENT].normal_(generator=g)
    table[:, ONE] = 4.0
    seen, passed = directions(30, 160, g), directions(47, 160, g)

    # Layer 0, heads 0 and 1: look one and two tokens back, whatever they are.
    a = model.layers[0].self_attn
    cos, sin = rope_table(c, 3)
    a.q_a_proj.weight.mul_(0.5)[0].zero_()[ONE] = 2.0
    a.q_b_proj.weight.view(-1, nope + rope, c.q_lora_rank)[:2].zero_()
    rope_rows = a.kv_a_proj_with_mqa.weight[c.kv_lora_rank:].zero_()
    for j, sharp in enumerate(SHARPNESS):
        rope_rows[2 * j, ONE] = 2.0
        for head, back in ((0, 1), (1, 2)):
            row, size = head * (nope + rope) + nope + 2 * j, 0.075 * sharp
            a.q_b_proj.weight[row, 0] = size * cos[back, j]
            a.q_b_proj.weight[row + 1, 0] = -size * sin[back, j]
    a.kv_a_proj_with_mqa.weight[:30].zero_()[:, CONTENT] = seen
    unfold = a.kv_b_proj.weight.view(-1, nope + c.v_head_dim, c.kv_lora_rank)
    unfold[:2].zero_()
    unfold[0, nope:nope + 30, :30], unfold[1, nope:nope + 18, :18] = torch.eye(30), torch.eye(18)
    a.o_proj.weight[:, :2 * c.v_head_dim].zero_()
    a.o_proj.weight[LAST, :30], a.o_proj.weight[BEFORE, c.v_head_dim:c.v_head_dim + 18] = torch.eye(30), torch.eye(18)

    # Layer 1, heads 0 and 1: where did this token, after the same one, stand before? Pass on its successor.
    a = model.layers[1].self_attn
    for w in (a.q_a_proj.weight, a.kv_a_proj_with_mqa.weight):
        w.mul_(0.3)
    a.q_a_proj.weight[:48].zero_()
    a.q_a_proj.weight[:30, CONTENT], a.q_a_proj.weight[30:48, LAST] = seen, torch.eye(30)[:18]
    a.kv_a_proj_with_mqa.weight[:95].zero_()
    a.kv_a_proj_with_mqa.weight[:30, LAST], a.kv_a_proj_with_mqa.weight[30:48, BEFORE] = torch.eye(30), torch.eye(18)
    a.kv_a_proj_with_mqa.weight[48:95, CONTENT] = passed
    ask, unfold = a.q_b_proj.weight.view(-1, nope + rope, c.q_lora_rank), a.kv_b_proj.weight.view(-1, nope + c.v_head_dim, c.kv_lora_rank)
    for head in (0, 1):
        ask[head].zero_()
        unfold[head].zero_()
        first, second = 10 * head, 30 + 6 * head
        for i in range(nope):
            at = first + i if i < 20 else second + i - 20
            ask[head, i, at] = unfold[head, i, at] = 1.3
        unfold[head, nope:nope + 47, 48:95] = torch.eye(47)
        a.o_proj.weight[:, head * c.v_head_dim:(head + 1) * c.v_head_dim].zero_()
        a.o_proj.weight[NEXT, head * c.v_head_dim:head * c.v_head_dim + 47] = torch.eye(47)
    # The later heads that are shown where to look, see guides.py, pass on what stands there from the beginning.
    for layer, head in (guides.NAME, guides.VALUE, guides.CHOICE):
        a = model.layers[layer].self_attn
        a.kv_a_proj_with_mqa.weight[48:95].zero_()[:, CONTENT] = passed
        row = a.kv_b_proj.weight.view(-1, nope + c.v_head_dim, c.kv_lora_rank)[head, nope:].zero_()
        row[:47, 48:95] = torch.eye(47)
        a.o_proj.weight[:, head * c.v_head_dim:(head + 1) * c.v_head_dim].zero_()
        a.o_proj.weight[NEXT, head * c.v_head_dim:head * c.v_head_dim + 47] = torch.eye(47)
    model.turn.weight.mul_(0.5)
    model.turn.weight[CONTENT, NEXT] += 0.25 * passed.t()
    return model
