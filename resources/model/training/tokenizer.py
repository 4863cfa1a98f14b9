"""Trains the byte-level BPE on generated conversations.

    python tokenizer.py OUT_DIR [--size 4096]
"""
import argparse
import json
import os
import random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import data
import encoding

SPECIAL = ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"]
ADDED = ["<think>", "</think>", "<｜fim▁hole｜>", "<｜fim▁begin｜>", "<｜fim▁end｜>", "<｜User｜>", "<｜Assistant｜>",
         "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>", "<｜tool▁outputs▁begin｜>",
         "<｜tool▁outputs▁end｜>", "<｜tool▁output▁begin｜>", "<｜tool▁output▁end｜>", "<｜tool▁sep｜>", "｜DSML｜",
         # The fixed head of the tools section is one token: it never varies,
         # and a tiny model should not spend 300 positions on reading it.
         encoding.TOOLS_HEAD]

# The family's splits, except that digits stay single: a small model copies them better.
DIGITS = r"\p{N}"
CJK = "[一-龥\u3040-ゟ゠-ヿ]+"
WORDS = (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
         r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def build(size, seed=7, conversations=30000):
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(p), "isolated") for p in (DIGITS, CJK, WORDS)]
        + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tok.decoder = decoders.ByteLevel()
    rng = random.Random(seed)

    def texts():
        for _ in range(conversations):
            text = "".join(t for t, _ in data.draw(rng))
            for mark in SPECIAL + [encoding.TOOLS_HEAD] + ADDED:
                text = text.replace(mark, "\n")
            yield text

    trainer = trainers.BpeTrainer(vocab_size=size - len(ADDED), special_tokens=SPECIAL, show_progress=False, min_frequency=12,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tok.train_from_iterator(texts(), trainer)
    tok.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in SPECIAL])
    tok.add_tokens([AddedToken(s, special=False, normalized=False) for s in ADDED])
    return tok


def save(tok, folder):
    os.makedirs(folder, exist_ok=True)
    tok.save(os.path.join(folder, "tokenizer.json"))
    text = {"__type": "AddedToken", "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}
    config = {"add_bos_token": False, "add_eos_token": False, "bos_token": {**text, "content": SPECIAL[0]},
              "eos_token": {**text, "content": SPECIAL[1]}, "pad_token": {**text, "content": SPECIAL[1]}, "unk_token": None,
              "clean_up_tokenization_spaces": False, "legacy": True, "model_max_length": 4096, "tokenizer_class": "LlamaTokenizerFast"}
    with open(os.path.join(folder, "tokenizer_config.json"), "w", encoding="utf-8") as f:
        json.dump(config, f, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--size", type=int, default=4096)
    a = p.parse_args()
    made = build(a.size)
    save(made, a.out)
    print(made.get_vocab_size(), "entries")
