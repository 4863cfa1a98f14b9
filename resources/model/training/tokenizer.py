"""Trains the byte-level BPE on generated conversations.

    python tokenizer.py OUT_DIR [--size 4096]
"""
import argparse
import json
import os
import random
import re
from collections import Counter

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import data
import encoding
from facts import pools
from facts.records import DOMAINS
from facts.toolkit import KEYS, TOOLS

SPECIAL = ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"]
ADDED = ["<think>", "</think>", "<｜fim▁hole｜>", "<｜fim▁begin｜>", "<｜fim▁end｜>", "<｜User｜>", "<｜Assistant｜>",
         "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>", "<｜tool▁outputs▁begin｜>",
         "<｜tool▁outputs▁end｜>", "<｜tool▁output▁begin｜>", "<｜tool▁output▁end｜>", "<｜tool▁sep｜>", "｜DSML｜",
         # The fixed head of the tools section is one token: it never varies,
         # and a tiny model should not spend 300 positions on reading it.
         encoding.TOOLS_HEAD]

# Fixed pieces of markup and JSON become one token each: they never vary, and a short prompt is read sooner.
FIXED = [r'" string="true">', r'" string="false">', r"parameter>\n</?", r'parameter name="', r'invoke name="', r'">\n<', r"invoke>\n</?", r"function_calls>(?:\n<)?", r"\n\n<(?=｜)",
         r"\n\n</?function_results>\n?", r"\n</function_results>\n\n", r"\n</functions>\n", r"</?result>", r"## Response Format:\n\nYou MUST strictly adhere to the following schema to reply:\n",
         r'": \{"type": "(?:string|integer|number|boolean|object|array)"', r'\{"type": "object", "properties": \{"', r'", "parameters": \{"type": "object", "properties": \{"?', r'", "description": "',
         r', "description": "', r', "items": \{"type": "string"\}', r', "enum": \["', r'"?\}\}?, "required": \["', r', "additionalProperties": false', r'\{"name": "', r'"?\}, "', r'": \{"', r'": \["', r'"\], "',
         r'": "', r'", "', r'": ', r', "', r'\{"', r'\["', r'"?[\]}]+', r" ?\*\*", r" ?\$", r" [=+] ", r"</", r" \(", r"\n\n", r"\\[a-z]+", r"[，。、：？！；]"]


def common_words(conversations=8000, seed=5):
    """Words of the fixed sentences. Only these are joined with the space before them: any other word
    must look the same after a space, a quote or a bracket, because it is going to be copied."""
    rng, seen = random.Random(seed), Counter()
    for _ in range(conversations):
        seen.update(re.findall(r" ([A-Za-z]+)(?![A-Za-z0-9_-])", data.conversation(rng, "chat")))
    copied = {w.lower() for name, words in vars(pools).items() if name.isupper() and name not in ("PHRASE", "TITLE", "AREA", "PLACE", "FOOD") for item in words for w in re.findall("[A-Za-z]+", item)}
    function = set("a an the of to in on at is and for with from by it or as one you I what who when how where which do".split())
    copied |= {w.lower() for key in KEYS for w in key.split("_")}
    copied |= {w.lower() for t in TOOLS for key, *_ in t["params"] for w in re.findall("[A-Za-z]+", key)}
    copied |= {w.lower() for d in DOMAINS for key, *_ in d for w in re.findall("[A-Za-z]+", key)}
    return sorted({w for w, n in seen.items() if n >= 5 and w.lower() not in copied} | function)


def splits(words):
    return "|".join(FIXED + [r" (?:" + "|".join(words) + r")(?![A-Za-z0-9_])", r"\p{N}{1,2}", "[一-龥\u3040-ヿ]", r"\p{Lu}?[\p{Ll}\p{M}]+", r"\p{Lu}+(?!\p{Ll})", r"\p{L}", r"\n+", r" +(?= )", r"[^\p{L}\p{N}]"])


CAPITALISED = re.compile(r"[A-Z](?=[a-z])")


def with_twins(tok, words, least):
    """Gives the beginning of every word that is frequent enough a twin with a capital letter, merged at the same rank:
    "Restart" is cut as "restart" is, so that the one can be written for the other."""
    spec = json.loads(tok.to_str())
    begins = Counter()
    for word, n in words.items():
        for k in range(2, len(word) + 1):
            begins[word[:k]] += n
    vocab, merges = spec["model"]["vocab"], []
    for a, b in spec["model"]["merges"]:
        merges.append((a, b))
        if "a" <= a[0] <= "z" and begins[a + b] >= least and (a[0].upper() + a[1:]) in vocab and b in vocab:
            twin = a[0].upper() + a[1:] + b
            vocab.setdefault(twin, len(vocab))
            merges.append((a[0].upper() + a[1:], b))
    spec["model"]["merges"] = [list(m) for m in merges]
    return Tokenizer.from_str(json.dumps(spec))


def build(size, seed=7, conversations=20000):
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(splits(common_words())), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tok.decoder = decoders.ByteLevel()
    rng, words = random.Random(seed), Counter()

    def texts():
        for number in range(conversations):
            text = data.conversation(rng, rng.choices(list(data.MIX), weights=list(data.MIX.values()))[0])
            for mark in SPECIAL + [encoding.TOOLS_HEAD] + ADDED:
                text = text.replace(mark, "\0")
            text = CAPITALISED.sub(lambda m: m[0].lower(), text)  # a word has one way to be cut
            words.update(re.findall("[a-z]+", text))
            yield from filter(None, text.split("\0"))

    trainer = trainers.BpeTrainer(vocab_size=size - len(ADDED), special_tokens=SPECIAL, show_progress=False, min_frequency=12,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tok.train_from_iterator(texts(), trainer)
    tok = with_twins(tok, words, least=200)
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
    p.add_argument("--size", type=int, default=4096, help="entries before capitalised twins")
    a = p.parse_args()
    made = build(a.size)
    save(made, a.out)
    print(made.get_vocab_size(), "entries")
