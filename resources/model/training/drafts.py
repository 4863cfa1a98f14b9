"""How often the MTP module's first draft is the token that the model then writes.

    python drafts.py CHECKPOINT.pt MODEL_DIR --cli build/release/bin/hadal-cli [--each 5]

The answers are the engine's, greedy; the drafts come from the training network with rounded weights.
"""
import argparse
import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer

import encoding
from evaluate import ask, exam
from network import Model
from parts import Config, Linear


@torch.no_grad()
def main():
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint")
    p.add_argument("model")
    p.add_argument("--cli", default="build/release/bin/hadal-cli")
    p.add_argument("--each", type=int, default=5)
    p.add_argument("--seed", type=int, default=2026)
    a = p.parse_args()
    saved = torch.load(a.checkpoint, map_location="cpu", weights_only=False)
    model = Model(Config(**saved["config"]))
    model.load_state_dict(saved["average"])
    model.eval()
    Linear.qat = True
    tok, accepted, drafts = Tokenizer.from_file(f"{a.model}/tokenizer.json"), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, c in enumerate(exam(a.seed, a.each)):
            thinking = number % 2 == 1
            message = ask(a.cli, a.model, c, "on" if thinking else "off", "sparse", Path(folder))["message"]
            if message.get("tool_calls") is not None and not message["tool_calls"]:
                del message["tool_calls"]
            parts = encoding.encode_parts(encoding.attach(c["messages"], c["tools"]) + [message], thinking)
            prompt, answer = (tok.encode(t, add_special_tokens=False).ids for t in ("".join(t for t, _ in parts[:-1]), parts[-1][0]))
            ids = torch.tensor(prompt + answer)
            state, _, context = model(ids, None, "sparse")
            z, _ = model.mtp(state, model.embed_tokens(ids.roll(-1)), *context)  # the last position is not used
            guess, start = model.lm_head(z).argmax(-1), len(prompt) - 1
            # The draft at position i is for token i + 2; the first answer token comes from the model itself.
            good = guess[start:-2] == ids[start + 2:]
            accepted, drafts = accepted + int(good.sum()), drafts + len(good)
    print(f"{accepted} of {drafts} first drafts accepted: {100 * accepted / drafts:.1f}%")


if __name__ == "__main__":
    main()
