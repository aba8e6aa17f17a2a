#!/usr/bin/env python3
"""Writes small models in format 1 of a model's file, and pieces that a program of that time composes from them.

    python3 Scripts/format-1-models.py PROGRAM Tests/RenderComposerTests/Golden

PROGRAM is a `render` that knows format 1 and no later one (0.2.0). The weights are random; what a model of format 1
did not say of how pieces are drawn from it, that program had as constants, so that its pieces hold them.
"""
import json
import pathlib
import random
import struct
import subprocess
import sys

FEATURES = 686
WIDTH = 6
UNITS = 12


def timed_vocabulary():
    names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"]
    return (
        ["start", "end", "tempo96", "tempo120"]
        + [f"+{units}" for units in (0, 1, 6, 12, 24)] + ["+96+"]
        + [names[key % 12] + str(key // 12 - 1) for key in range(48, 85)]
        + [f"={units}" for units in (1, 6, 12, 24, 48)] + ["=96+"]
    )


def tensors(generator, vocabulary, is_timed):
    def uniform(shape, bound, bias=0.0):
        count = 1
        for size in shape:
            count *= size
        return shape, [bias + generator.uniform(-bound, bound) for _ in range(count)]

    found = {
        "embedding_1.weight": uniform([vocabulary, WIDTH], 1),
        "lstm_1.kernel": uniform([WIDTH, 4 * UNITS], 1.5),
        "lstm_1.recurrent_kernel": uniform([UNITS, 4 * UNITS], 1),
        "lstm_1.bias": uniform([4 * UNITS], 0.5),
        "dense_1.kernel": uniform([UNITS, vocabulary], 2),
        "dense_1.bias": uniform([vocabulary], 0.1),
    }
    if is_timed:
        found["embedding_1.feature_weight"] = uniform([FEATURES, WIDTH], 0.5)
        found |= {
            "memory.projection": uniform([UNITS, UNITS + 2], 0.7),
            "memory.bias": uniform([UNITS + 2], 0.1),
            "memory.hold": uniform([1], 0, 0.5),
            "memory.likeness": uniform([1], 0, 0.5),
            "memory.go_on": uniform([2, 11], 0.5, 2),
            "memory.choice": uniform([2, 11], 0.5),
            "memory.go_on_turns": uniform([2, 8], 0.3),
            "memory.choice_turns": uniform([2, 8], 0.3),
            "memory.choice_distance": uniform([14], 0.3),
            "memory.choice_interval": uniform([11], 0.3),
            "memory.miss": uniform([2, 3, 11], 0.3, -2.2),
        }
    return found


def model(name, generator):
    is_timed = name == "timed"
    vocabulary = timed_vocabulary() if is_timed else ["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "0.4.7", "2.5.9"]
    embedding = {"featuredEmbedding": {"features": FEATURES, "width": WIDTH}} if is_timed else {"embedding": {"width": WIDTH}}
    architecture = {
        "layers": [
            embedding, {"lstm": {"recurrentActivation": "logistic", "returnsSequence": True, "units": UNITS}},
            {"dense": {"units": len(vocabulary)}},
        ],
        "vocabularySize": len(vocabulary),
    }
    options = {
        "batchSize": 32, "gradientClip": 1, "learningRate": 0.0015,
        "optimizer": {"adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}},
        "schedule": {"constant": {}}, "seed": 1, "sequenceLength": 64, "threads": 1,
    }
    record = {
        "corpusEvents": 0, "corpusFiles": 0, "corpusFingerprint": "", "preset": "default" if is_timed else "classic",
        "software": "0.2.0",
        "training": {"epochs": 0, "evaluations": [], "options": options, "parameters": 0, "steps": 0},
    }
    first = vocabulary.index("start" if is_timed else "C4")
    metadata = {
        "format": "render", "format_version": "1", "tokenizer": name, "architecture": architecture,
        "vocabulary": vocabulary, "context": {"stateful": {}}, "starts": [[first]], "training": record,
    }
    header = {"__metadata__": {
        key: value if isinstance(value, str) else json.dumps(value, sort_keys=True) for key, value in metadata.items()}}
    data = b""
    for tensor, (shape, values) in sorted(tensors(generator, len(vocabulary), is_timed).items()):
        part = struct.pack(f"<{len(values)}e", *values)
        header[tensor] = {"dtype": "F16", "shape": shape, "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + data


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    generator = random.Random(1)
    for name in ("timed", "classic"):
        path = folder / f"format-1-{name}.safetensors"
        path.write_bytes(model(name, generator))
        for seed in (1, 2, 3):
            subprocess.run(
                [program, "--model", path, "--seed", str(seed), "--length", "80", "--performance", "plain", "--quiet",
                 "--out", folder / f"format-1-{name}-{seed}.mid"], check=True)


main()
