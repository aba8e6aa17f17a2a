#!/usr/bin/env python3
"""Learns the weights of MetreEstimate and DownbeatEvidence, and writes them as they stand there.

  metre-weights.py --annotations FILE --train LIST FOLDER
      FOLDER holds MIDI files, LIST names those that are learned from, one a line as they are named in FILE.
      FILE has a JSON object a line (compressed where it ends in .gz): "file"; "bars", the lengths in quarters
      as [[number, length], ...]; "time_signatures", [[quarter, beats, unit], ...]; "pickup" in quarters.

Both are multinomial logistic regressions (L-BFGS, a little weight decay): the metre and pick-up of a piece
among all that are tried, and the first 16th of a bar among all of its 16ths. Every fourth piece is kept for the
figures on standard error; then the weights are learned from all pieces. `features` is DownbeatEvidence.swift.

Needs mido, numpy and torch.
"""

import argparse
import gzip
import json
import pathlib
import sys

import mido
import numpy as np
import torch

STEP, TOLERANCE, COLUMNS, LEVELS = 6, 2, 13, 6
# The fewest and most notes of a piece; the most places and onsets that are looked at; the most bars of a signature.
NOTES, PLACES, ONSETS, BARS = (64, 6000), 2400, 500, 60
# Beats, unit, units of a strong beat and of a beat, as in MetreEstimate.swift.
METRES = [(4, 4, 48, 24), (3, 4, None, 24), (2, 4, None, 24), (6, 8, 36, 12), (3, 8, None, 12),
          (2, 2, 48, 24), (9, 8, 36, 12), (12, 8, 36, 12), (3, 2, 48, 24), (6, 4, 72, 24)]
CANDIDATES = [(index, pick_up) for index, (beats, unit, _, _) in enumerate(METRES)
              for pick_up in range(0, beats * 96 // unit, 12)]
DECAY = {"metre": 3e-3, "downbeat": 1e-4}


def read(path):
    """The notes of a file by onset: onset, length and key in units of 1/24 quarter."""
    file, notes = mido.MidiFile(path), []
    for track in file.tracks:
        tick, sounding = 0, {}
        for message in track:
            tick += message.time
            if message.type in ("note_on", "note_off") and message.note in sounding:
                notes.append((sounding.pop(message.note), tick, message.note))
            if message.type == "note_on" and message.velocity:
                sounding[message.note] = tick
    def unit(tick):
        return round(tick * 24 / file.ticks_per_beat)
    return sorted((unit(start), max(1, unit(end) - unit(start)), key) for start, end, key in notes)


def features(notes):
    """A row for each 16th of a piece."""
    onsets, lengths, keys = np.array(notes).T
    ends = onsets + lengths
    count = ends.max() // STEP + 1
    rows = np.zeros((count, COLUMNS))
    place = (onsets + TOLERANCE) // STEP
    near = np.abs(place * STEP - onsets) <= TOLERANCE
    groups = [(at, np.flatnonzero(near & (place == at))) for at in np.unique(place[near])]
    lowest = [min(group, key=lambda note: (keys[note], ends[note])) for _, group in groups]
    bass = keys[lowest]
    low = np.sort(bass)[(len(groups) - 1) // 4] if groups else 0
    classes = [set(keys[group] % 12) for _, group in groups]
    for index, (at, group) in enumerate(groups):
        heard = set()
        for earlier in range(index - 1, max(-1, index - 9), -1):
            if at - groups[earlier][0] > 4:
                break
            heard |= classes[earlier]
        after = groups[index + 1][0] - at if index + 1 < len(groups) else 16
        before = at - groups[index - 1][0] if index else 16
        rows[at, :9] = [
            1, min(len(group), 5) / 5, bass[index] <= bass[max(0, index - 4):index + 5].min(), bass[index] <= low,
            np.log2(1 + min(192, lengths[group].max()) / 6), np.log2(1 + min(192, lengths[lowest[index]]) / 6),
            len(classes[index] - heard) / len(classes[index]), np.log2(1 + min(16, after)),
            np.log2(1 + min(16, before))]
    changes = np.zeros(count + 1)
    first, last = (onsets + TOLERANCE) // STEP + 1, (ends - TOLERANCE - 1) // STEP
    long = (first <= last) & (first < count)
    np.add.at(changes, first[long], 1)
    np.add.at(changes, np.minimum(last[long] + 1, count), -1)
    rows[:, 9] = np.minimum(np.cumsum(changes)[:count], 4) / 4
    sums = np.zeros((count + 1, 12))
    for onset, length, key in notes:
        end = min(onset + length, onset + 96)
        for at in range(onset // STEP, min(count, (end + STEP - 1) // STEP)):
            sums[at + 1, key % 12] += min(end, (at + 1) * STEP) - max(onset, at * STEP)
    sums, at = np.cumsum(sums, 0), np.arange(count)
    for column, span in enumerate((4, 8, 16)):
        early = sums[at] - sums[np.maximum(0, at - span)]
        late = sums[np.minimum(count, at + span)] - sums[at]
        sizes = (early * early).sum(1) * (late * late).sum(1)
        cosine = (early * late).sum(1) / np.sqrt(np.where(sizes > 0, sizes, 1))
        rows[:, 10 + column] = np.where(sizes > 0, 1 - cosine, 0.5)
    return rows


def level(place, strong, beat):
    """The level of a place in units from a bar line: bar, strong beat, beat, half, quarter, less."""
    if place == 0:
        return 0
    if strong and place % strong == 0:
        return 1
    return next((2 + depth for depth in range(3) if place % (beat >> depth) == 0), 5)


def metre_example(rows, annotation):
    """The features of all candidates and the index of the right one; `None` for what is none of them, or too short."""
    (_, beats, unit), *changes = annotation["time_signatures"]
    bar, end = beats * 96 // unit, changes[0][0] * 4 if changes else len(rows)
    onsets = np.flatnonzero(rows[:, 0])
    pick_up = round(annotation["pickup"] * 24) % bar if bar else 0
    right = next((index for index, (metre, other) in enumerate(CANDIDATES)
                  if METRES[metre][:2] == (beats, unit) and other == pick_up), None)
    if right is None or len(onsets) < 16:
        return None
    count = min(int(end), PLACES, onsets[min(len(onsets), ONSETS) - 1] + 1)
    if count * STEP < 4 * bar or (count < len(rows) / 2 and len(onsets) < ONSETS):
        return None
    rows = rows[:count]
    sounding = (rows[:, 0] > 0).sum()
    rows = rows - rows.mean(0)
    found = np.zeros((len(CANDIDATES), 2, LEVELS - 1, COLUMNS), np.float32)
    for index, (metre, other) in enumerate(CANDIDATES):
        beats, unit, strong, beat = METRES[metre]
        length = beats * 96 // unit // STEP
        of_bar = np.array([level((place * STEP - other) % (length * STEP), strong, beat) for place in range(length)])
        levels = of_bar[np.arange(count) % length]
        for own in range(LEVELS - 1):
            inside = rows[levels == own]
            found[index, 0, own] = inside.sum(0) / sounding
            found[index, 1, own] = inside.sum(0) / max(1, len(inside))
    return found.reshape(len(CANDIDATES), -1), right


def downbeat_examples(rows, annotation, random):
    """For bars as long as their signature says the features of each 16th, the first one first."""
    place, starts = 0.0, {}
    for number, length in annotation["bars"]:
        for _ in range(int(number)):
            before = [row for row in annotation["time_signatures"] if row[0] <= place + 0.01]
            _, beats, unit = (before or annotation["time_signatures"])[-1 if before else 0]
            bar, start = beats * 96 // unit, place * 4
            if abs(length * 24 - bar) < 0.5 and bar % STEP == 0 and 24 <= bar <= 192 and abs(start - round(start)) < 0.01:
                starts.setdefault((beats, unit), []).append(round(start))
            place += length
    padded = np.concatenate([np.zeros((64, COLUMNS)), rows, np.zeros((128, COLUMNS))])
    found = []
    for (beats, unit), bars in starts.items():
        length, beat = beats * 16 // unit, (2 if unit == 8 else 4)
        is_compound = unit == 8 and beats > 3 and beats % 3 == 0
        half = 6 if is_compound else length // 2 if length // beat % 2 == 0 else 2 * beat
        for start in bars if len(bars) <= BARS else random.choice(bars, BARS, replace=False):
            if start + length <= len(rows):
                at = np.arange(start, start + length) + 64
                found.append(np.concatenate(
                    [padded[at + distance] for distance in (0, beat, -beat, half, -half)], 1).astype(np.float32))
    return found


def minimize(parameters, loss, iterations):
    optimizer = torch.optim.LBFGS(parameters, max_iter=iterations, line_search_fn="strong_wolfe")

    def step():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value
    optimizer.step(step)
    return [parameter.detach() for parameter in parameters]


def learn_metres(examples, right):
    """The weights of the features, of the metres and of a pick-up."""
    scale = examples.std((0, 1)) + 1e-6
    scaled = examples / scale
    metre = torch.tensor([index for index, _ in CANDIDATES])
    weights, biases, pick_up = (torch.zeros(size, requires_grad=True)
                                for size in (examples.shape[2], len(METRES), 1))
    has_pick_up = torch.tensor([float(other > 0) for _, other in CANDIDATES])

    def loss():
        scores = scaled @ weights + biases[metre] + pick_up * has_pick_up
        return torch.nn.functional.cross_entropy(scores, right) + DECAY["metre"] * (weights * weights).sum()
    weights, biases, pick_up = minimize([weights, biases, pick_up], loss, 150)
    return weights / scale, biases, pick_up, lambda other: (
        other @ (weights / scale) + biases[metre] + pick_up * has_pick_up).argmax(1)


def learn_downbeats(groups):
    """The weights of the features of a place and of those around it; bars of one length are a group."""
    weights = torch.zeros(5 * COLUMNS, requires_grad=True)
    count = sum(len(group) for group in groups)

    def loss():
        total = sum(torch.nn.functional.cross_entropy(
            group @ weights, torch.zeros(len(group), dtype=torch.long), reduction="sum") for group in groups)
        return total / count + DECAY["downbeat"] * (weights * weights).sum()
    return minimize([weights], loss, 100)[0]


def by_length(bars):
    return [torch.tensor(np.array([bar for bar in bars if len(bar) == length]))
            for length in sorted({len(bar) for bar in bars})]


def table(values, digits):
    return "\n".join("    [" + ", ".join(f"{value:.{digits}f}" for value in row) + "]," for row in values)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--annotations", type=pathlib.Path, required=True)
    parser.add_argument("--train", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    opened = gzip.open if arguments.annotations.suffix == ".gz" else open
    with opened(arguments.annotations, "rt") as lines:
        annotations = {row["file"]: row for row in map(json.loads, lines)}
    metres, downbeats = [], []
    for index, name in enumerate(arguments.train.read_text().splitlines()):
        notes = read(arguments.folder / name)
        if not NOTES[0] <= len(notes) <= NOTES[1]:
            continue
        rows, is_kept = features(notes), index % 4 == 0
        example = metre_example(rows, annotations[name])
        if example:
            metres.append((is_kept, *example))
        downbeats += [(is_kept, bar) for bar in downbeat_examples(rows, annotations[name], random)]
    examples = torch.tensor(np.array([row[1] for row in metres]))
    right, kept = torch.tensor([row[2] for row in metres]), torch.tensor([row[0] for row in metres])

    def bars(index):
        beats, unit, _, _ = METRES[CANDIDATES[index][0]]
        return beats * 96 // unit, CANDIDATES[index][1]
    choose = learn_metres(examples[~kept], right[~kept])[3]
    pairs = [(bars(found), bars(own)) for found, own in zip(choose(examples[kept]).tolist(), right[kept].tolist())]
    nested = [max(found, own)[0] % min(found, own)[0] == 0 and (found[1] - own[1]) % min(found, own)[0] == 0
              for found, own in pairs]
    print(f"metres: {len(metres)} pieces; of {len(pairs)} kept apart the bars of "
          f"{100 * np.mean([found == own for found, own in pairs]):.1f} %, bar lines that agree as far as the shorter "
          f"bar has any in {100 * np.mean(nested):.1f} %", file=sys.stderr)
    weights = learn_downbeats(by_length([bar for is_kept, bar in downbeats if not is_kept]))
    groups = by_length([bar for is_kept, bar in downbeats if is_kept])
    print(f"downbeats: {len(downbeats)} bars; of those kept apart the first 16th is the likeliest one in " + ", ".join(
        f"{100 * ((group @ weights).argmax(1) == 0).float().mean():.1f} % of {len(group)} of {group.shape[1]} 16ths"
        for group in groups if len(group) >= 100), file=sys.stderr)

    weights, biases, pick_up, _ = learn_metres(examples, right)
    sums, means = weights.reshape(2, LEVELS - 1, COLUMNS).tolist()
    print("// MetreEstimate.swift\n  sums\n" + table(sums, 1) + "\n  means\n" + table(means, 2))
    print("  metres\n" + "\n".join(f"    {beats}/{unit}: {bias:.2f}" for (beats, unit, _, _), bias in zip(METRES, biases)))
    print(f"  pickUpWeight\n    {pick_up.item():.2f}")
    weights = learn_downbeats(by_length([bar for _, bar in downbeats]))
    print("// DownbeatEvidence.swift\n  weights\n" + table(weights.reshape(5, COLUMNS).tolist(), 2))


if __name__ == "__main__":
    main()
