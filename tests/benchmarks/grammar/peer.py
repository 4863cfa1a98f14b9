#!/usr/bin/env python3
"""Speaks the contract of `hadal-cli grammar` for other engines, so that schema_bench.py can compare them.

Run: peer.py llguidance|xgrammar TOKENIZER_JSON, with JSONL on stdin as `hadal-cli grammar --each` reads it.
Needs: pip install llguidance xgrammar transformers.
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import numpy  # noqa: E402
from transformers import PreTrainedTokenizerFast  # noqa: E402

END = "<｜end▁of▁sentence｜>"


class LlGuidance:
    def __init__(self, tokenizer):
        import llguidance.hf
        import llguidance.numpy

        self.lib = llguidance
        self.tokenizer = llguidance.hf.from_tokenizer(tokenizer)
        self.bits = llguidance.numpy.allocate_token_bitmask(1, self.tokenizer.vocab_size)

    def compile(self, schema):
        self.start = self.lib.LLMatcher(self.tokenizer, json.dumps({"grammars": [{"json_schema": schema}]}))
        if self.start.is_error():
            raise ValueError(self.start.get_error())

    def restart(self):
        self.matcher = self.start.deep_copy()

    def mask(self):
        self.lib.numpy.fill_next_token_bitmask(self.matcher, self.bits, 0)
        return self.bits[0]

    def accept(self, token):
        if not self.matcher.consume_token(token):
            raise ValueError(self.matcher.get_error())


class XGrammar:
    def __init__(self, tokenizer):
        import xgrammar

        self.lib = xgrammar
        info = xgrammar.TokenizerInfo.from_huggingface(tokenizer, vocab_size=len(tokenizer))
        self.compiler = xgrammar.GrammarCompiler(info, max_threads=1, cache_enabled=False)
        self.bits = xgrammar.allocate_token_bitmask(1, info.vocab_size)
        self.everything = numpy.full(self.bits.shape[1], -1, numpy.int32)

    def compile(self, schema):
        self.grammar = self.compiler.compile_json_schema(json.dumps(schema))

    def restart(self):
        self.matcher = self.lib.GrammarMatcher(self.grammar)

    def mask(self):
        return self.bits[0].numpy() if self.matcher.fill_next_token_bitmask(self.bits) else self.everything

    def accept(self, token):
        if not self.matcher.accept_token(token):
            raise ValueError(f"token {token} is in the mask and is not accepted")


ENGINES = {"llguidance": LlGuidance, "xgrammar": XGrammar}


# Times are the process's own computing, so that other programs do not show.


def generate(engine, tokens, times):
    """Whether the masks let these tokens pass one by one."""
    engine.restart()
    for token in tokens:
        start = time.process_time()
        mask = engine.mask()
        times.append((time.process_time() - start) * 1e6)
        if not mask[token >> 5] >> (token & 31) & 1:
            return False
        engine.accept(token)
    return True


def answer(engine, encode, request):
    start = time.process_time()
    engine.compile(request["schema"])
    compiled = time.process_time()
    engine.restart()
    engine.mask()
    first = time.process_time()
    times = []
    accepted = [generate(engine, encode(instance), times) for instance in request["instances"]]
    return {
        "accepted": accepted,
        "compile_us": (compiled - start) * 1e6,
        "first_mask_us": (first - compiled) * 1e6,
        "each_us": [round(t, 2) for t in times],
    }


def main():
    name, tokenizer_file = sys.argv[1:]
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=tokenizer_file, eos_token=END)
    end = tokenizer.convert_tokens_to_ids(END)
    engine = ENGINES[name](tokenizer)

    def encode(instance):
        text = json.dumps(instance, ensure_ascii=False, separators=(",", ":"))
        return tokenizer.encode(text, add_special_tokens=False) + [end]

    engine.compile({"type": "object"})  # what an engine prepares once does not count as a schema's first mask
    engine.restart()
    engine.mask()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = answer(engine, encode, request)
        except Exception as error:  # the engines raise whatever they like
            result = {"error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps({"name": request["name"], **result}), flush=True)


if __name__ == "__main__":
    main()
