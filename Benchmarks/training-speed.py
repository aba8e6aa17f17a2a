"""Holds the speed of `render train --preset default` against PyTorch's on the same network.

    python Benchmarks/training-speed.py .build/release/render folder-of-midi-files

Both do all of a training step: the forward pass with dropout and carried state, the cross entropy of
every position, the gradient, its clipping and AdamW, in single precision, on as many threads as there
are cores. PyTorch has its tokens and features ready; `render` reads, encodes and transposes its
pieces. The two take turns, so that neither has the quieter machine, and the ratio is the result.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time

import torch
from torch import nn

ROWS = 32
TIME = 128
# What a position tells of keys that are down, place in the bar and remaining events, about.
FEATURES_A_POSITION = 8
# `render` logs its speed every so many steps.
STEPS = 100


class Network(nn.Module):
    """Preset `default`: its layers as `render info` names them."""

    def __init__(self, vocabulary, features, width=192, units=512):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.features = nn.EmbeddingBag(features, width, mode="sum")
        self.first = nn.LSTM(width, units)
        self.second = nn.LSTM(units, units)
        self.dense = nn.Linear(units, vocabulary)
        self.dropout = nn.Dropout(0.1)

    def forward(self, tokens, features, states):
        added = self.features(features.flatten(0, 1)).view(*tokens.shape, -1)
        x = self.dropout(self.tokens(tokens) + added)
        x, first = self.first(x, states[0])
        x, second = self.second(self.dropout(x), states[1])
        return self.dense(self.dropout(x)), (first, second)


def torch_speed(vocabulary, features, steps):
    """Positions a second of a fresh network, its first two steps left out."""
    torch.manual_seed(1)
    network = Network(vocabulary, features)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3)
    states = (None, None)
    for step in range(steps + 2):
        if step == 2:
            began = time.monotonic()
        tokens = torch.randint(vocabulary, (TIME, ROWS))
        targets = torch.randint(vocabulary, (TIME, ROWS))
        told = torch.randint(features, (TIME, ROWS, FEATURES_A_POSITION))
        logits, states = network(tokens, told, states)
        states = tuple(tuple(part.detach() for part in state) for state in states)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1)
        optimizer.step()
    return steps * TIME * ROWS / (time.monotonic() - began)


def render_speed(program, corpus):
    """Positions a second over the first hundred steps, by the program's own log."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "model.training", "log.jsonl")
        training = subprocess.Popen(
            [program, "train", corpus, "--preset", "default", "--minutes", "60"]
            + ["--out", os.path.join(folder, "model.safetensors")],
            stderr=subprocess.DEVNULL)
        try:
            while training.poll() is None:
                time.sleep(0.5)
                if not os.path.exists(log):
                    continue
                with open(log) as file:
                    for record in map(json.loads, file):
                        if record.get("step") == STEPS:
                            return record["tokensPerSecond"]
            raise SystemExit(f"{program} train ended with {training.returncode} before step {STEPS}")
        finally:
            training.send_signal(signal.SIGINT)
            training.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    info = json.loads(
        subprocess.check_output([arguments.program, "info", "default", "--json"]))
    vocabulary = info["vocabulary"]
    features = int(re.search(r"with (\d+) features", info["layers"]).group(1))
    ratios = []
    for number in range(1, arguments.rounds + 1):
        ours = render_speed(arguments.program, arguments.corpus)
        theirs = torch_speed(vocabulary, features, STEPS)
        ratios.append(ours / theirs)
        print(
            f"round {number}: render {ours:.0f}, PyTorch {torch.__version__} {theirs:.0f} tokens a "
            f"second, ratio {ratios[-1]:.2f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
