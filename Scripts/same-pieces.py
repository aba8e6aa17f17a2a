#!/usr/bin/env python3
"""Holds that two builds of render compose the same pieces: equal MIDI bytes for equal seeds.

    python3 Scripts/same-pieces.py BEFORE AFTER [--seeds 50] [--models FOLDER]

BEFORE and AFTER are programs, each in its own build tree, so that each finds its own models and soundfont.
Compared are both shipped models, a timed model that BEFORE trains on the samples, and a network of Keras that each
imports by itself; plain and expressive, as a batch; one piece at a time; from a primer, written and heard only; in
another key and tempo; with a length in time; and the expressive performance of a file. --models keeps what BEFORE
trained, for another day.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = REPOSITORY / "Tests/RenderKerasTests/Fixtures"
PRIMER = REPOSITORY / "Samples/seed-000003.mid"


def run(program, *arguments):
    result = subprocess.run(
        [program, *map(str, arguments), "--quiet"], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if result.returncode != 0:
        sys.exit(f"{program} {' '.join(map(str, arguments))}: {result.returncode}\n{result.stderr}")


def trained(before, folder):
    """A small model of timed tokens, as BEFORE trains and writes it."""
    model = folder / "trained.safetensors"
    if not model.exists():
        run(before, "train", REPOSITORY / "Samples", "--epochs", 2, "--batch-size", 4, "--threads", 2, "--out", model)
    return model


def batch(*options):
    """Makes pieces of many seeds in one process."""

    def make(program, out, seeds):
        run(program, "batch", "--format", "mid", "--seeds", f"1-{seeds}", "--out", out, *options)

    return make


def alone(*options):
    """Makes pieces of some seeds, each in a process of its own."""

    def make(program, out, seeds):
        out.mkdir()
        for seed in range(1, min(seeds, 5) + 1):
            run(program, "--seed", seed, "--out", out / f"{seed}.mid", *options)

    return make


def performed(program, out, seeds):
    out.mkdir()
    run(program, "audio", PRIMER, "--performance", "expressive", "--seed", 7, "--out", out / "performed.mid")


def cases(model):
    """By name, what is made."""
    for name, options in {
        "default": [],
        "classic": ["--model", "classic"],
        "trained": ["--model", model, "--length", 200],
        "imported": ["--model", FIXTURES / "generation-3.h5", "--notes", FIXTURES / "notes-0", "--length", 200],
    }.items():
        for style in ("plain", "expressive"):
            yield f"{name}, {style}", batch(*options, "--performance", style)
    yield "one at a time", alone()
    yield "classic, one at a time", alone("--model", "classic")
    yield "from a primer", batch("--primer", PRIMER, "--length", 100)
    yield "with a primer", batch("--primer", PRIMER, "--length", 100, "--include-primer", "--performance", "plain")
    yield "classic, with a primer", batch("--model", "classic", "--primer", PRIMER, "--length", 100, "--include-primer")
    yield "for a minute", batch("--duration", "60s")
    yield "other key and tempo", batch("--transpose=-5", "--tempo", 90, "--length", 100)
    yield "other choice", batch("--temperature", 0.9, "--top-k", 8, "--repetition", 2, "--length", 100)
    yield "a file performed", performed
    yield "from a start, greedy", batch("--start", 3, "--greedy", "--length", 100)


def pieces(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.mid")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--seeds", type=int, default=50, help="pieces of a batch (50)")
    parser.add_argument("--models", type=pathlib.Path, help="where the model that BEFORE trains is kept")
    parser.add_argument("--only", default="", help="cases whose names have this in them")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        models = arguments.models or temporary
        models.mkdir(exist_ok=True)
        for number, (name, make) in enumerate(cases(trained(arguments.before, models))):
            if arguments.only not in name:
                continue
            found = []
            for program in (arguments.before, arguments.after):
                out = temporary / f"{number}-{len(found)}"
                make(program, out, arguments.seeds)
                found.append(pieces(out))
            before, after = found
            differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
            wrong += len(differing)
            print(f"{name}: {len(before)} pieces, " + (f"DIFFERENT: {' '.join(differing)}" if differing else "the same"),
                  flush=True)
            if not before:
                sys.exit("nothing was compared")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
