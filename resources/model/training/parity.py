"""Compares the training network with the plain forward pass on an exported model.

    python parity.py CHECKPOINT.pt MODEL_DIR
"""
import random
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

import data
from network import Model
from parts import Config, Linear
from plain import Plain


def main(checkpoint, folder):
    saved = torch.load(checkpoint, map_location="cpu", weights_only=False)
    model = Model(Config(**saved["config"]))
    model.load_state_dict(saved["average"])
    model.eval()
    Linear.qat = True  # FP8 weights rounded as in the export, the tables to BF16
    head = model.head_weight().detach().bfloat16().float()
    for name, p in model.named_parameters():
        if any(part in name for part in ("embed", "norm", "router", "weights_proj")) and "k_norm" not in name:
            p.data = p.data.bfloat16().float()
    plain, tok, rng = Plain(folder), Tokenizer.from_file(f"{folder}/tokenizer.json"), random.Random(11)
    for topk in (model.c.index_topk, 24):
        model.c.index_topk = plain.topk = topk
        ids = tok.encode("".join(data.conversation(rng, kind) for kind in data.MIX), add_special_tokens=False).ids[:200]
        with torch.no_grad():
            state, _, _ = model(torch.tensor(ids), None, "sparse")
            a = (state @ head.t()).double().numpy()
        b, _ = plain.forward(ids, {})
        cache, parts = {}, []
        for i in range(0, len(ids), 7):  # the cache must not change the result
            parts.append(plain.forward(ids[i:i + 7], cache)[0])
        print(f"top-k {topk}, {len(ids)} tokens: max difference {np.abs(a - b).max():.2e}, same choice {np.mean(a.argmax(-1) == b.argmax(-1)):.4f}, "
              f"cached {np.abs(np.concatenate(parts) - b).max():.2e}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
