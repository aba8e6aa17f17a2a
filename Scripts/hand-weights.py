#!/usr/bin/env python3
"""Learns the weights of hand separation, and writes HandWeights.swift.

  hand-weights.py --train LIST --others LIST > Sources/RenderNotation/Score/HandWeights.swift
      LIST names MIDI files, one a line, in which the last two tracks with notes are the staves of a piano;
      those of --others are not learned from. Their accuracy after each epoch goes to standard error.

The structured perceptron of Collins (2002), averaged, with the updates of Huang, Fayong and Guo (2012): a beam
search divides 40 onsets at a time, and where it is most ahead of the editor's division the weights of what the
editor did grow by one, those of what the search did shrink by one. `emit` is the sum in OnsetDivision.swift.

Needs mido, numba and numpy.
"""

import argparse
import sys

import mido
import numpy as np
from numba import njit

BEAM, REACH, STRETCH, EPOCHS, MARGIN = 6, 24, 40, 4, 20.0
SCALE = 10

# The first weight of each table.
TABLES = [
    ("related", 130, 2, "A note for the right hand after a note of the left and of the right, 13 intervals for each"
     "\n    /// of five relations: held, just ended and as long, just ended, within a quarter, within four."),
    ("repeated", 4, 2, "A note for the right hand whose key the left or the right played last: off the beat since, on it."),
    ("keys", 16, 1, "A note for the right hand by its key, half an octave each from A0."),
    ("aboveMean", 17, 1, "A note for the right hand by how far it is above the mean of the notes around it, a minor third each."),
    ("place", 64, 1, "A note for the right hand by how far it is above the lowest note within a quarter and below the"
     "\n    /// highest, eight times eight steps of five semitones."),
    ("leftChord", 18, 1, "Neighbours of a chord in the left hand: nine intervals that end apart, nine that end together."),
    ("rightChord", 18, 1, "The same in the right hand."),
    ("between", 18, 1, "The same in two hands."),
    ("stretch", 24, 2, "The stretch of the left and the right hand, a whole tone each."),
    ("gap", 14, 1, "The distance of the hands, a minor third each, from an octave of overlap."),
    ("counts", 25, 1, "The numbers of notes that the left and the right hand hold, five times five."),
    ("lowest", 26, 2, "The movement of the lowest note of the left and the right hand, 13 intervals."),
    ("highest", 26, 2, "The movement of the highest note of the left and the right hand, 13 intervals."),
    ("rest", 12, 2, "The rest of the left and the right hand while the other plays."),
]
SIZE = sum(row[1] for row in TABLES)
(RELATED, REPEATED, KEYS, ABOVE, PLACE, CHORD, _, _, STRETCHED, GAP, COUNTS, LOWEST, HIGHEST, REST) = (
    int(start) for start in np.cumsum([0] + [row[1] for row in TABLES[:-1]]))


@njit(cache=True)
def interval(semitones):
    size = abs(semitones)
    step = (size > 0) + (size > 2) + (size > 4) + (size > 7) + (size > 12) + (size > 19)
    return 6 - step if semitones < 0 else 6 + step


@njit(cache=True)
def hand_of(past, distance):
    return int((past >> np.uint64(distance)) & np.uint64(1))


@njit(cache=True)
def after(past, left, right):
    """The hands of the last notes, a bit each, after an onset."""
    if left + right >= 64:
        past, left = np.uint64(0), 0
    past = past << np.uint64(left)
    for _ in range(right):
        past = (past << np.uint64(1)) | np.uint64(1)
    return past


@njit(cache=True)
def emit(piece, surroundings, start, end, left, past, found):
    """Writes the indices of the weights of a division of an onset's notes; returns their number."""
    count, onset, first = 0, piece[start, 0], max(0, start - REACH)
    low, high, held = np.full(2, 999), np.full(2, -1), np.zeros(2, np.int64)
    last, ends = np.full((2, 3), -1), np.full(2, -1)
    for other in range(start - 1, first - 1, -1):
        hand, key = hand_of(past, start - 1 - other), piece[other, 1]
        if piece[other, 2] > onset:
            held[hand] += 1
            low[hand], high[hand] = min(low[hand], key), max(high[hand], key)
        ends[hand] = max(ends[hand], piece[other, 2])
        if last[hand, 0] < 0:
            last[hand, 0], last[hand, 1], last[hand, 2] = piece[other, 0], key, key
        elif piece[other, 0] == last[hand, 0]:
            last[hand, 1] = key
    for note in range(start, end):
        key, hand = piece[note, 1], int(note - start >= left)
        if hand == 1:
            found[count] = KEYS + min(max(key - 21, 0) // 6, 15)
            found[count + 1] = ABOVE + surroundings[note, 0]
            found[count + 2] = PLACE + surroundings[note, 1]
            count += 3
            repeated = False
            for other in range(start - 1, first - 1, -1):
                theirs = hand_of(past, start - 1 - other)
                time, rest = onset - piece[other, 0], onset - piece[other, 2]
                if rest < 0:
                    relation = 0
                elif rest == 0:
                    relation = 1 if time == piece[note, 2] - onset else 2
                else:
                    relation = 3 if time <= 24 else 4
                if rest <= 0 or time <= 96:
                    found[count] = RELATED + theirs * 65 + relation * 13 + interval(key - piece[other, 1])
                    count += 1
                if not repeated and key == piece[other, 1]:
                    repeated = True
                    found[count] = REPEATED + theirs * 2 + int(time % 24 == 0)
                    count += 1
        if note > start:
            kind = hand if hand == int(note - 1 - start >= left) else 2
            together = int(piece[note, 2] == piece[note - 1, 2])
            found[count] = CHORD + kind * 18 + together * 9 + min((key - piece[note - 1, 1]) // 2, 8)
            count += 1
    for hand in range(2):
        begin, stop = (start, start + left) if hand == 0 else (start + left, end)
        if begin < stop:
            bottom, top = piece[begin, 1], piece[stop - 1, 1]
            low[hand], high[hand] = min(low[hand], bottom), max(high[hand], top)
            found[count] = STRETCHED + hand * 12 + min((high[hand] - low[hand]) // 2, 11)
            count += 1
            if last[hand, 0] >= 0:
                found[count] = LOWEST + hand * 13 + interval(bottom - last[hand, 1])
                found[count + 1] = HIGHEST + hand * 13 + interval(top - last[hand, 2])
                count += 2
            held[hand] += stop - begin
        elif ends[hand] >= 0:
            rest = onset - ends[hand]
            found[count] = REST + hand * 6 + (
                (rest > 0) + (rest > 12) + (rest > 24) + (rest > 48) + (rest > 96))
            count += 1
    found[count] = COUNTS + min(held[0], 4) * 5 + min(held[1], 4)
    count += 1
    if held[0] > 0 and held[1] > 0:
        found[count] = GAP + min(max(low[1] - high[0] + 13, 0) // 3, 13)
        count += 1
    return count


@njit(cache=True)
def errors(piece, start, end, left):
    wrong = 0
    for note in range(start, end):
        wrong += int(note - start >= left) != piece[note, 3]
    return wrong


@njit(cache=True)
def editors(piece, start, end):
    """The number of notes in the left hand that is nearest to the editor's division."""
    best = 0
    for left in range(end - start + 1):
        if errors(piece, start, end, left) < errors(piece, start, end, best):
            best = left
    return best


@njit(cache=True)
def search(piece, surroundings, bounds, begin, stop, past, weights, learns, lefts):
    """Divides the onsets into `lefts`; while learning only to where the search is most ahead of the editor.

    Returns the onset after the last one that is divided, and by how much the search is ahead there."""
    found = np.empty(60_000, np.int64)
    pasts, sums = np.array([past]), np.zeros(1)
    origins = np.zeros((stop - begin, BEAM), np.int64)
    divisions = np.zeros((stop - begin, BEAM), np.int64)
    own, own_sum, most, until = past, 0.0, -np.inf, stop
    for step in range(begin, stop):
        start, end = bounds[step], bounds[step + 1]
        size = end - start + 1
        scores = np.empty(len(pasts) * size)
        for origin in range(len(pasts)):
            for left in range(size):
                count = emit(piece, surroundings, start, end, left, pasts[origin], found)
                score = sums[origin] + weights[found[:count]].sum()
                if learns:
                    score += MARGIN * errors(piece, start, end, left)
                scores[origin * size + left] = score
        kept, next_pasts, next_sums = 0, np.zeros(BEAM, np.uint64), np.zeros(BEAM)
        for index in np.argsort(-scores):
            origin, left = index // size, index % size
            new = after(pasts[origin], left, end - start - left)
            if np.any((next_pasts[:kept] ^ new) & np.uint64(0xFFFFFFFF) == 0):
                continue
            next_pasts[kept], next_sums[kept] = new, scores[index]
            origins[step - begin, kept], divisions[step - begin, kept] = origin, left
            kept += 1
            if kept == BEAM:
                break
        pasts, sums = next_pasts[:kept], next_sums[:kept]
        if learns:
            left = editors(piece, start, end)
            count = emit(piece, surroundings, start, end, left, own, found)
            own_sum += weights[found[:count]].sum() + MARGIN * errors(piece, start, end, left)
            own = after(own, left, end - start - left)
            if sums[0] - own_sum > most:
                most, until = sums[0] - own_sum, step + 1
    index = 0
    for step in range(until - 1, begin - 1, -1):
        lefts[step] = divisions[step - begin, index]
        index = origins[step - begin, index]
    return until, most


@njit(cache=True)
def learn(piece, surroundings, bounds, begin, weights, total, time):
    """Learns from the onsets of a piece, `STRETCH` at a time, the first time fewer."""
    found, lefts = np.empty(60_000, np.int64), np.zeros(len(bounds), np.int64)
    start, stop, past = 0, begin, np.uint64(0)
    while start < len(bounds) - 1:
        stop = min(stop, len(bounds) - 1)
        until, most = search(piece, surroundings, bounds, start, stop, past, weights, True, lefts)
        own = theirs = past
        for step in range(start, stop):
            first, end = bounds[step], bounds[step + 1]
            left = editors(piece, first, end)
            if most > 0 and step < until:
                for sign, number, before in ((1.0, left, own), (-1.0, lefts[step], theirs)):
                    count = emit(piece, surroundings, first, end, number, before, found)
                    for index in found[:count]:
                        weights[index] += sign
                        total[index] += sign * time
                theirs = after(theirs, lefts[step], end - first - lefts[step])
            own = after(own, left, end - first - left)
        start, stop, past, time = stop, stop + STRETCH, own, time + 1
    return time


def read(path):
    """The notes of a piece (onset, key, end, hand), what is around each of them, and the bounds of the onsets."""
    file, tracks = mido.MidiFile(path), []
    for track in file.tracks:
        tick, sounding, notes = 0, {}, []
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity:
                sounding.setdefault(message.note, []).append(tick)
            elif message.type in ("note_on", "note_off") and sounding.get(message.note):
                begin, end = (round(time * 24 / file.ticks_per_beat)
                              for time in (sounding[message.note].pop(0), tick))
                notes.append((begin, message.note, max(begin + 1, end)))
        if notes:
            tracks.append(notes)
    rows = sorted((*note, hand) for hand, track in zip((1, 0), tracks[-2:]) for note in track)
    piece = np.array(rows, np.int64)
    onsets = piece[:, 0]
    bounds = np.append(np.flatnonzero(np.diff(onsets, prepend=-1)), len(piece))
    surroundings = np.empty((len(piece), 2), np.int64)
    for start, end in zip(bounds, bounds[1:]):
        around, onset = piece[max(0, start - REACH):end + REACH], onsets[start]
        near = around[(around[:, 2] > onset - 24) & (around[:, 0] <= onset + 24), 1]
        keys = piece[start:end, 1]
        surroundings[start:end, 0] = np.clip((keys - around[:, 1].sum() // len(around) + 25) // 3, 0, 16)
        surroundings[start:end, 1] = (8 * np.minimum((keys - near.min()) // 5, 7)
                                      + np.minimum((near.max() - keys) // 5, 7))
    return piece, surroundings, bounds


def accuracy(pieces, weights):
    right = 0
    for piece, surroundings, bounds in pieces:
        lefts = np.zeros(len(bounds), np.int64)
        search(piece, surroundings, bounds, 0, len(bounds) - 1, np.uint64(0), weights, False, lefts)
        for start, end, left in zip(bounds, bounds[1:], lefts):
            right += end - start - errors(piece, start, end, left)
    return 100 * right / sum(len(piece) for piece, _, _ in pieces)


def table(name, hands, comment, values):
    def lines(values, indent):
        return "\n".join(indent + " ".join(f"{value}," for value in values[at:at + 13])
                         for at in range(0, len(values), 13))
    body = lines(values, "      ")
    if hands == 2:
        body = "\n".join(f"      [\n{lines(half, '        ')}\n      ],"
                         for half in (values[:len(values) // 2], values[len(values) // 2:]))
    return f"    /// {comment}\n    let {name} = [\n{body}\n    ]\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--train", required=True)
    parser.add_argument("--others", required=True)
    arguments = parser.parse_args()
    pieces, others = ([read(path) for path in open(name).read().splitlines()]
                      for name in (arguments.train, arguments.others))
    weights, total, time, random = np.zeros(SIZE), np.zeros(SIZE), 1, np.random.default_rng(0)
    for epoch in range(EPOCHS):
        for index in random.permutation(len(pieces)):
            time = learn(*pieces[index], int(random.integers(5, STRETCH)), weights, total, time)
        mean = weights - total / time
        print(f"epoch {epoch + 1}: {accuracy(others, mean):.2f} %", file=sys.stderr)
    integers, start = [int(round(value)) for value in SCALE * mean], 0
    print(f"/// The weights of hand separation, learned by Scripts/hand-weights.py from {len(pieces)} pieces.")
    print("enum HandWeights {\n  /// The weights in tables; of two hands, the left one first.\n  struct Tables {")
    texts = []
    for name, size, hands, comment in TABLES:
        texts.append(table(name, hands, comment, integers[start:start + size]))
        start += size
    print("\n".join(texts) + "  }\n}")


if __name__ == "__main__":
    main()
