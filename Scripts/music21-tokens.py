#!/usr/bin/env python3
"""What music21 makes of MIDI files, after the tutorial's loop: one JSON line a file.

    python3 -m venv .venv && .venv/bin/pip install music21==10.5.1
    .venv/bin/python Scripts/music21-tokens.py FILE-OR-FOLDER... > tokens.jsonl
    ... --sample 400 --seed 1      that many files, drawn by the seed, the same number from each
                                   folder and, in cc-by/ and the like, each collection (name up to __)
    ... --list FILE                the files named in FILE, one a line

A line is {"file", "tokens", "offsets", "durations", "parts", "seconds"}, times in quarters as
"numerator/denominator", or {"file", "error"}.
"""
import argparse
import fractions
import json
import os
import random
import sys
import time
import warnings


def midi_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                if name.lower().endswith((".mid", ".midi")):
                    yield os.path.join(folder, name)


def group(path):
    """The collection that a corpus file belongs to: its folder and a leading collection name."""
    head = os.path.basename(path).split("__")[0]
    collection = head if head in ("Chopin", "NIFC", "Lieder") else ""
    return os.path.dirname(path), collection


def sample(files, count, seed):
    """`count` files, equally many from each group, the smallest first."""
    generator = random.Random(seed)
    groups = {}
    for path in files:
        groups.setdefault(group(path), []).append(path)
    for name in sorted(groups):
        generator.shuffle(groups[name])
    chosen = []
    while len(chosen) < count and any(groups.values()):
        for name in sorted(groups):
            if groups[name] and len(chosen) < count:
                chosen.append(groups[name].pop())
    return sorted(chosen, key=lambda path: (os.path.getsize(path), path))


def quarters(value):
    value = fractions.Fraction(value)
    return f"{value.numerator}/{value.denominator}"


def tokens_of(elements, part):
    from music21 import chord, note

    tokens, offsets, durations = [], [], []
    for element in elements:
        if isinstance(element, note.Note):
            tokens.append(str(element.pitch))
        elif isinstance(element, chord.Chord):
            tokens.append(".".join(str(number) for number in element.normalOrder))
        else:
            continue
        offsets.append(quarters(element.getOffsetInHierarchy(part)))
        durations.append(quarters(element.duration.quarterLength))
    return tokens, offsets, durations


def read(path):
    """The tutorial's loop; where its part gives nothing, the first part that gives something."""
    from music21 import converter, instrument

    midi = converter.parse(path, format="midi", forceSource=True, storePickle=False)
    try:
        parts = list(instrument.partitionByInstrument(midi).parts)
        parts[0]
    except Exception:  # the tutorial's own bare except
        flat = midi.flatten()
        return (*tokens_of(flat.notes, flat), 0)
    for part in parts:
        found = tokens_of(part.recurse(), part)
        if found[0]:
            break
    else:
        found = ([], [], [])
    return (*found, len(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--list")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    files = list(midi_files(options.paths))
    if options.list:
        files += open(options.list, encoding="utf-8").read().splitlines()
    if options.sample:
        files = sample(files, options.sample, options.seed)
    import music21  # outside of the timing

    for path in files:
        start = time.monotonic()
        try:
            tokens, offsets, durations, parts = read(path)
            line = {"file": path, "tokens": tokens, "offsets": offsets,
                    "durations": durations, "parts": parts}
        except Exception as error:
            line = {"file": path, "error": f"{type(error).__name__}: {error}"}
        line["seconds"] = round(time.monotonic() - start, 3)
        line["version"] = music21.__version__
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
