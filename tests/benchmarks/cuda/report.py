#!/usr/bin/env python3
"""Writes kernels/cuda/report.md: what the CUDA kernels need and move, and how long a step should take. A prediction
from the compiler's and the simulator's figures; nothing in it was timed on a GPU.

    packaging/build release cuda_traffic
    tests/benchmarks/cuda/report.py                   needs nvcc; some minutes
    tests/benchmarks/cuda/report.py --table FILE      with a table that packaging/check-cuda --table has made
"""

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Threads, blocks and KB of shared memory of a multiprocessor, and KB that one block may have (CUDA C++ Programming
# Guide, table of technical specifications). All have 65,536 registers, handed out to warps in units of 256.
LIMITS = {
    "80": (2048, 32, 164, 163),
    "86": (1536, 16, 100, 99),
    "89": (1536, 24, 100, 99),
    "90a": (2048, 32, 228, 227),
    "100a": (2048, 32, 228, 227),
    "120a": (1536, 24, 100, 99),
}


class Card:
    """TB/s of memory; TFLOPS that matrix units are assumed to sustain in our kernels; µs of a small all-reduce."""

    def __init__(self, name, cards, architecture, bandwidth, tflops, all_reduce):
        self.name, self.cards, self.architecture = name, cards, architecture
        self.bandwidth, self.tflops, self.all_reduce = bandwidth, tflops, all_reduce


# 400 TFLOPS is what others measured for FP8 on GeForce Blackwell. On the H200 our kernels multiply bf16, of which
# mma.sync reaches about two thirds of 989. RTX 4090 cards cannot write to each other: their sums go through NCCL.
CARDS = [
    Card("RTX PRO 6000", 8, "120a", 1.7, 400, 9.5),
    Card("H200", 8, "90a", 4.8, 450, 5.0),
    Card("RTX 4090", 8, "89", 1.0, 200, 30.0),
]
BANDWIDTH_SHARE = 0.85  # of the nominal one that a good kernel reaches
FLOOR_US = 2.0  # of a kernel that reads, computes and writes something
BOUNDARY_US = 1.0  # between two nodes of a graph
SMALL_KERNELS = 4  # a layer, at the floor: rotation, latents, indexer key, indexer queries
LAYERS, COLLECTIVES = 61, 122
ONE_BLOCK = {"top 2048"}  # what one multiprocessor draws from L2 bounds these
ONE_BLOCK_TBS = 0.1
FROM_L2 = {("sparse attention", "prefill")}  # its bytes are read again and again, from L2, at some times the bandwidth
L2_FACTOR = 3.0


def normalised(name):
    """A kernel's name as both the compiler's and the simulator's tools give it."""
    name = re.sub(r"\((?:hadal::)?ops::LatentFormat\)(\d)", lambda m: ["F32", "BF16", "FP8"][int(m[1])], name)
    name = name.replace("(anonymous namespace)::", "").replace("{anonymous}::", "")
    name = re.sub(r"\(bool\)([01])", lambda m: ["false", "true"][int(m[1])], name)
    name = re.sub(r"(hadal|cuda|ops|attention|gemv_tile|gemm_tile|LatentFormat)::", "", name)
    name = re.sub(r"^void ", "", name)
    depth = 0
    for i, c in enumerate(name):  # the parameters begin at the first bracket outside of template arguments
        depth += (c == "<") - (c == ">")
        if c == "(" and depth == 0:
            name = name[:i]
            break
    return name.replace(" ", "")


def read_table(path):
    """(kernel, architecture) -> registers, and the kernels of each file."""
    lines = [line.split("\t") for line in Path(path).read_text().splitlines()]
    names = subprocess.run(
        ["c++filt"], input="\n".join(line[4] for line in lines), capture_output=True, text=True, check=True
    ).stdout.splitlines()
    registers, files = {}, defaultdict(set)
    for (file, architecture, count, _, _), name in zip(lines, names):
        registers[normalised(name), architecture] = int(count)
        files[Path(file).name].add(normalised(name))
    return registers, files


def blocks_per_multiprocessor(architecture, registers, threads, shared):
    most_threads, most_blocks, shared_kb, _ = LIMITS[architecture]
    warps = threads // 32
    by_registers = 65536 // (math.ceil(registers * 32 / 256) * 256) // warps
    by_shared = (shared_kb << 10) // (shared + 1024)
    return min(most_threads // threads, most_blocks, by_registers, by_shared)


def step_us(step, card):
    """The longer of memory and matrix units, at least the floor; and the boundary of each launch."""
    bandwidth = card.bandwidth * BANDWIDTH_SHARE
    if (step["step"], step["phase"]) in FROM_L2:
        bandwidth = card.bandwidth * L2_FACTOR
    memory = step["least"] / (bandwidth * 1e6)
    if step["step"] in ONE_BLOCK:
        memory = step["moved"] / (ONE_BLOCK_TBS * 1e6)
    units = step["operations"] / (card.tflops * 1e6) if step["phase"] == "prefill" else 0.0
    launches = len(step["launches"])
    return max(memory, units, FLOOR_US) + (launches - 1) * FLOOR_US + launches * BOUNDARY_US


def table(header, rows):
    align = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [header, align, *rows]) + "\n"


def size(count):
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count:.0f} B"


def launches_section(steps, registers, architectures):
    """Registers and occupancy of the kernels as the pass launches them; stops where a block cannot run."""
    seen, rows = set(), []
    for step in steps:
        for launch in step["launches"]:
            name = normalised(launch["kernel"])
            if (name, launch["shared"]) in seen:
                continue
            seen.add((name, launch["shared"]))
            row = [f"`{name}`", launch["threads"], size(launch["shared"]) if launch["shared"] else "-"]
            for architecture in architectures:
                if launch["shared"] > LIMITS[architecture][3] << 10:
                    sys.exit(f"error: {name} wants {launch['shared']} bytes of shared memory; sm_{architecture} has less.")
                count = registers.get((name, architecture))
                if count is None:
                    sys.exit(f"error: the compiler's table has no {name} for sm_{architecture}.")
                blocks = blocks_per_multiprocessor(architecture, count, launch["threads"], launch["shared"])
                row.append(f"{count}, {blocks}×{launch['threads'] // 32}")
            rows.append(row)
    return table(["kernel", "threads", "shared"] + [f"sm_{a}" for a in architectures], rows)


def registers_section(registers, files, architectures):
    rows = []
    for file in sorted(files):
        bases = defaultdict(list)
        for kernel in files[file]:
            bases[kernel.split("<")[0]].append(kernel)
        for base, kernels in sorted(bases.items()):
            most = [max(registers.get((k, a), 0) for k in kernels) or "-" for a in architectures]
            rows.append([file, f"`{base}`", len(kernels), *most])
    return table(["file", "kernel", "instances"] + [f"sm_{a}" for a in architectures], rows)


def traffic_section(steps):
    rows = []
    for step in steps:
        conflicts = step["conflicts"] / step["wavefronts"] if step["wavefronts"] else 0.0
        row = [step["step"], step["phase"], size(step["least"]), f"{step['moved'] / step['simulated_least']:.2f}"]
        rows.append(row + [f"{100 * conflicts:.0f} %"] + [f"{step_us(step, card):.1f}" for card in CARDS])
    return table(["step", "phase", "least bytes", "moved / least", "bank conflicts"] + [f"{c.name}, µs" for c in CARDS], rows)


def decode_section(steps):
    rows, totals = [], [0.0] * len(CARDS)

    def add(name, count, times):
        rows.append([name, f"{count:g}", *(f"{count * t / 1000:.2f}" for t in times)])
        for i, t in enumerate(times):
            totals[i] += count * t / 1000

    for step in steps:
        if step["phase"] == "decode":
            add(step["step"], step["per_pass"], [step_us(step, card) for card in CARDS])
    add("rotation, cache writes, indexer queries", SMALL_KERNELS * LAYERS, [FLOOR_US + BOUNDARY_US] * len(CARDS))
    add("all-reduce", COLLECTIVES, [card.all_reduce for card in CARDS])
    rows.append(["**a token**", "", *(f"**{t:.1f} ms, {1000 / t:.0f} tok/s**" for t in totals)])
    return table(["term", "times"] + [f"{c.cards} × {c.name}, ms" for c in CARDS], rows)


TEXT = """# What the CUDA kernels need and move: a prediction

Made by `tests/benchmarks/cuda/report.py`; do not edit. **Nothing here was timed on a GPU.** Registers are the
compiler's (nvcc {nvcc}), bytes and bank conflicts the simulator's count of what warps ask for, times arithmetic:
the longer of the least bytes at {share:.0f} % of the nominal bandwidth and, in prefill, operations at the assumed rate
of matrix units ({rates}), at least {floor:g} µs a kernel, and {boundary:g} µs for each boundary between kernels. Kernels of one block draw at
most {one:g} TB/s; the last one of sampling, whose bytes depend on the logits, is taken at the floor.

The model is DeepSeek-V3.2 on a rank of eight: decoding one token with 8192 tokens of context, and prefill in chunks of
2048 rows.

## Bytes and time of each step

*Moved / least* compares what warps request, L2 included, with what must come from memory once; part of each step was
run, with its real inner sizes. Vectors that every block reads again, and second passes over scores, come from L2.

{traffic}
## A token, term by term

{decode}
Published figures of others, for comparison: about 52 tok/s without speculation for GLM-5-class models at 4 bits on
8 × RTX PRO 6000, some 19 ms a token; NCCL takes 24 µs for an all-reduce of this size there, a one-shot push
7.5 to 16.5 µs. A roofline with our own all-reduce and one graph a step gives 7.2 ms on 8 × RTX PRO 6000 and 3.8 ms
on 8 × H200 at short context. Layers split over eight cards, instead of each layer over all, cannot pass 38 tok/s.
On RTX 4090 cards FP8 weights of this model do not fit, so that column is about speed alone.

## Registers and occupancy of these launches

Registers a thread, then blocks × warps on a multiprocessor. None spills: `packaging/check-cuda` fails where one does,
and where shared memory exceeds an architecture's limit.

{launches}
## Registers of all kernels

The most of all instances.

{registers}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", help="what packaging/check-cuda --table has written; its architectures are shown")
    parser.add_argument("--traffic", default=ROOT / "build/release/bin/cuda_traffic", help="the program")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = arguments.table
        if not path:
            path = Path(directory) / "table"
            subprocess.run([ROOT / "packaging/check-cuda", "--table", path], check=True)
        registers, files = read_table(path)
    architectures = sorted({a for _, a in registers}, key=lambda a: int(a.rstrip("a")))
    printed = subprocess.run([arguments.traffic], capture_output=True, text=True)
    if printed.returncode != 0:
        sys.exit(printed.stderr)
    steps = [json.loads(line) for line in printed.stdout.splitlines()]
    (ROOT / "kernels/cuda/report.md").write_text(
        TEXT.format(
            nvcc="13.0",
            share=100 * BANDWIDTH_SHARE,
            rates=", ".join(f"{c.name} {c.tflops} TFLOPS" for c in CARDS),
            floor=FLOOR_US,
            boundary=BOUNDARY_US,
            one=ONE_BLOCK_TBS,
            traffic=traffic_section(steps),
            decode=decode_section(steps),
            launches=launches_section(steps, registers, architectures),
            registers=registers_section(registers, files, architectures),
        )
    )


if __name__ == "__main__":
    main()
