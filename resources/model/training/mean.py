"""Moves a checkpoint part of the way back to the exported weights that its training began with.

    python mean.py FOLDER CHECKPOINT.pt OUT.pt SHARE

SHARE is that of the checkpoint. What training gained in one skill and lost in another lies in different directions: on the way between
there are weights that keep most of both.
"""
import sys

import torch

import export
from network import Config, Model


def main(folder, checkpoint, out, share):
    saved = torch.load(checkpoint, map_location="cpu", weights_only=False)
    before = Model(Config(**saved["config"]))
    export.restore(before, folder)
    mean = before.state_dict()
    for name, value in saved["average"].items():
        mean[name].lerp_(value, float(share))
    torch.save(saved | {"average": mean}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
