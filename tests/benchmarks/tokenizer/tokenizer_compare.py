#!/usr/bin/env python3
"""Compares Hadal's tokenizer with Hugging Face's `tokenizers`: the same ids for random text, and speed in one run.

Needs: pip install tokenizers==0.23.3; a release build with the target tokenizer_bench.
Run:   tokenizer_compare.py fuzz BENCH TOKENIZER_JSON [--characters 2000000] [--seed 1] [--variants]
       tokenizer_compare.py speed BENCH TOKENIZER_JSON [--text FILE] [--megabytes 8]
BENCH is the program tokenizer_bench. `--variants` also compares other pre-tokenizers put into the same file.
"""
import argparse
import json
import os
import random
import subprocess
import tempfile
import time

# One thread, as in the program it is compared with.
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from tokenizers import Tokenizer  # noqa: E402

WORDS = (
    "the model routes each token to eight experts and balances their load without an auxiliary loss "
    "camelCase snake_case HTTPServer don't we'll they've I'm it's DON'T WE'LL naïve façade coöperate "
    "привет мир как дела сегодня 日本語 テスト ひらがな か゛き コン・一 ・・ラー ゠一 你好 世界 机器学习 模型 專家 混合 한국어 문장 "
    "שלום עולם مرحبا بالعالم नमस्ते दुनिया สวัสดีชาวโลก Ελληνικά հայերեն ქართული int main return const auto "
    "<think> </think> <｜User｜> <｜Assistant｜> <｜end▁of▁sentence｜> <｜User| <｜ {\"a\": [1, 2.5e-3]} ſ K ﬁ ß"
).split()
RANGES = [
    (0x20, 0x7E), (0x20, 0x7E), (0x00, 0x1F), (0x7F, 0xFF), (0x100, 0x24F), (0x300, 0x36F), (0x370, 0x5FF),
    (0x600, 0x6FF), (0x900, 0xDFF), (0xE00, 0xEFF), (0x1100, 0x11FF), (0x2000, 0x206F), (0x2070, 0x2BFF),
    (0x3000, 0x30FF), (0x30F0, 0x3110), (0x4E00, 0x9FFF), (0x9F90, 0x9FBF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF),
    (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x10000, 0x1FFFF), (0x1F300, 0x1FAFF), (0x1F3FB, 0x1F3FF),
    (0x20000, 0x323AF), (0xE0000, 0x10FFFF), (0x0, 0x10FFFF),
]  # fmt: skip
SPACES = [" ", " ", "  ", "\n", "\r\n", "\r", "\t", "\n\n", "\v", "\f", "\x85", "\xa0", "\u1680", "\u2003", "\u2028",
          "\u2029", "\u202f", "\u205f", "\u3000", "\u200b", "\u200d", "\ufeff", "\u180e"]  # fmt: skip


def random_text(rng, length):
    parts = []
    size = 0
    while size < length:
        kind = rng.random()
        if kind < 0.3:
            part = rng.choice(WORDS) + rng.choice(["", " ", " ", ", ", "."])
        elif kind < 0.45:
            part = "".join(rng.choices(SPACES, k=rng.randint(1, 4)))
        elif kind < 0.55:
            part = str(rng.randint(0, 10 ** rng.randint(1, 12)))
        elif kind < 0.65:
            part = "".join(rng.choices("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", k=rng.randint(1, 4)))
        elif kind < 0.7:
            part = chr(rng.choice([ord("a"), ord(" "), 0x4E00, 0x1F469, 0x301, 0x200D])) * rng.randint(2, 60)
        else:
            low, high = rng.choice(RANGES)
            part = "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 6)))
            part = "".join(c for c in part if not 0xD800 <= ord(c) <= 0xDFFF)
        parts.append(part)
        size += len(part)
    return "".join(parts)


def split(pattern, behavior="Isolated", invert=False, kind="Regex"):
    return {"type": "Split", "pattern": {kind: pattern}, "behavior": behavior, "invert": invert}


def byte_level(use_regex=False, add_prefix_space=False):
    return {"type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": True, "use_regex": use_regex}


def variants(document):
    """The tokenizer with other pre-tokenizers, so that the general path is compared too."""
    qwen = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+"
    )
    cased = (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+"
    )
    han = r"[\p{Han}]+|[\p{L}\p{M}&&[^\p{Han}]]+|\p{N}{1,3}|\s+|[^\s\p{L}\p{M}\p{N}]+"
    digits = lambda individual: {"type": "Digits", "individual_digits": individual}  # noqa: E731
    lines, letters = split(r"[\r\n]"), split(r"\s?\p{L}+")
    sequences = {
        "gpt2": [byte_level(use_regex=True)],
        "gpt2 with prefix space": [byte_level(use_regex=True, add_prefix_space=True)],
        "lines, letters, punctuation, digits": [lines, letters, split(r"\s?\p{P}+"), digits(True), byte_level()],
        "digit runs, prefix space": [digits(False), byte_level(add_prefix_space=True)],
        "contractions": [split(qwen), byte_level()],
        "cased": [split(cased), byte_level()],
        "han": [split(han), byte_level()],
        "dot, word, digit": [split(r"\w+(?=.)|\d{2,}?|\W"), byte_level()],
        "possessive, lazy, atomic": [split(r"(?>\p{L}+)\s|\p{N}++.|(?<=\p{L})\p{P}+?"), byte_level()],
        "intervals": [split(r"\p{L}{,3}|\s{2,}+|\x{4e00}|\u3042"), byte_level()],
        "literal": [split("the ", "MergedWithPrevious", kind="String"), byte_level()],
    }
    for behavior in ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]:
        for invert in (False, True):
            sequences[f"{behavior}, invert {invert}"] = [split(r"\s|\p{P}", behavior, invert), byte_level()]
    for name, members in sequences.items():
        yield name, {**document, "pre_tokenizer": {"type": "Sequence", "pretokenizers": members}}
    ignoring = json.loads(json.dumps(document))
    ignoring["model"]["ignore_merges"] = True
    yield "ignore_merges", ignoring
    stripping = json.loads(json.dumps(document))
    for i, token in enumerate(stripping["added_tokens"]):
        if not token["special"] or "User" in token["content"]:
            token.update(lstrip=i % 2 == 0, rstrip=i % 3 == 0, single_word=i % 4 == 0, normalized=i % 5 == 0)
    yield "added tokens with flags", stripping


def hadal_ids(bench, tokenizer_file, requests):
    lines = "\n".join(json.dumps(request) for request in requests)
    done = subprocess.run([bench, "encode", tokenizer_file], input=lines, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(name, bench, tokenizer_file, characters, seed):
    rng = random.Random(seed)
    texts = []
    while sum(map(len, texts)) < characters:
        texts.append(random_text(rng, rng.choice([1, 3, 10, 30, 100, 300, 1000])))
        if len(texts) % 1000 == 0 and sum(map(len, texts)) + 1000 > characters:
            break
    reference = Tokenizer.from_file(tokenizer_file)
    expected = [reference.encode(text, add_special_tokens=False).ids for text in texts]
    found = hadal_ids(bench, tokenizer_file, [{"text": text} for text in texts])
    wrong = [i for i in range(len(texts)) if expected[i] != found[i]]
    print(f"{name}: {len(texts)} texts, {sum(map(len, texts))} characters, {len(wrong)} differ", flush=True)
    for i in wrong[:3]:
        print("  text    ", ascii(texts[i])[:300])
        print("  expected", [reference.id_to_token(t) for t in expected[i]][:40])
        print("  found   ", [reference.id_to_token(t) for t in found[i]][:40])
    return not wrong


def fuzz(arguments):
    same = compare("as it is", arguments.bench, arguments.tokenizer, arguments.characters, arguments.seed)
    if arguments.variants:
        with open(arguments.tokenizer, encoding="utf-8") as file:
            document = json.load(file)
        for name, variant in variants(document):
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
                json.dump(variant, file)
                file.flush()
                same &= compare(name, arguments.bench, file.name, arguments.characters // 20, arguments.seed)
    raise SystemExit(0 if same else 1)


def mixed_text(size, seed=7):
    """English, code, numbers and other scripts; few lines occur twice."""
    rng = random.Random(seed)
    common = [w for w in WORDS if not w.startswith("<")]
    letters = "etaoinshrdlucmfwypvbgk"
    lines = []
    total = 0
    while total < size:
        words = []
        for _ in range(rng.randint(5, 20)):
            kind = rng.random()
            if kind < 0.55:
                words.append(rng.choice(common))
            elif kind < 0.75:
                words.append("".join(rng.choices(letters, k=rng.randint(2, 9))))
            elif kind < 0.85:
                words.append("".join(chr(rng.randint(0x4E00, 0x6FFF)) for _ in range(rng.randint(2, 12))))
            elif kind < 0.93:
                words.append(str(rng.randint(0, 99999)))
            else:
                words.append(rng.choice(["{", "}", "();", "->", "==", "👍🏽", "👩‍👩‍👧", "…", "—", "://", "[i]"]))
        line = rng.choice(["", "", "    ", "\t"]) + " ".join(words) + rng.choice([".\n", "\n", ";\n", "\n\n", "，\n"])
        lines.append(line)
        total += len(line.encode())
    return "".join(lines)


def speed(arguments):
    if arguments.text:
        with open(arguments.text, encoding="utf-8", errors="replace", newline="") as file:
            text = file.read()
    else:
        text = mixed_text(int(arguments.megabytes * 1e6))
    size = len(text.encode())
    # The reference gets it line by line too: it slows down on long texts. The better of both counts.
    reference = Tokenizer.from_file(arguments.tokenizer)
    lines = text.splitlines(keepends=True)
    chunks = ["".join(lines[i : i + 50]) for i in range(0, len(lines), 50)]
    reference_seconds = []
    for _ in range(2):
        start = time.perf_counter()
        ids = reference.encode(text, add_special_tokens=False).ids
        reference_seconds.append(time.perf_counter() - start)
        start = time.perf_counter()
        for chunk in chunks:
            reference.encode(chunk, add_special_tokens=False)
        reference_seconds.append(time.perf_counter() - start)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(
            [arguments.bench, "time", arguments.tokenizer, file.name, "5"], capture_output=True, text=True, check=True
        )
    hadal = json.loads(done.stdout)
    if hadal["tokens"] != len(ids):
        raise SystemExit(f"not the same tokens: {hadal['tokens']}, expected {len(ids)}")
    reference_rate = size / min(reference_seconds) / 1e6
    print(f"text: {size / 1e6:.1f} MB, {size / len(ids):.2f} bytes a token; Hadal loads in {hadal['load_s']:.2f} s")
    print(f"tokenizers      {reference_rate:8.2f} MB/s  (best of {len(reference_seconds)})")
    for name, seconds in (("Hadal, cold", hadal["first_s"]), ("Hadal", min(hadal["seconds"]))):
        rate = size / seconds / 1e6
        print(f"{name:15} {rate:8.2f} MB/s  {rate / reference_rate:.1f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["fuzz", "speed"])
    parser.add_argument("bench")
    parser.add_argument("tokenizer")
    parser.add_argument("--characters", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--variants", action="store_true")
    parser.add_argument("--text")
    parser.add_argument("--megabytes", type=float, default=8)
    arguments = parser.parse_args()
    fuzz(arguments) if arguments.mode == "fuzz" else speed(arguments)


if __name__ == "__main__":
    main()
