"""The mean of two trunks of one training, with the indexers and MTP that were trained behind the second.

    python mean.py EARLIER.pt FINISHED.pt OUT.pt
"""
import sys

import torch

earlier, finished = (torch.load(path, weights_only=False) for path in sys.argv[1:3])
for name, value in finished["average"].items():
    if "indexer" not in name and not name.startswith("mtp."):
        value.add_(earlier["average"][name]).mul_(0.5)
torch.save(finished, sys.argv[3])
