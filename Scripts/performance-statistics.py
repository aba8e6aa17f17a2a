#!/usr/bin/env python3
"""What a performance does to a piece: figures of pairs of MIDI files, plain and performed.

    performance-statistics.py PLAIN.mid PERFORMED.mid [PLAIN.mid PERFORMED.mid ...]

A row a pair, the mean of all below. Needs mido. The columns:

velocity    mean and standard deviation of the velocities, plain -> performed
lead dB     the highest note of a chord above the mean of the others, 40 log10 of the velocities
lead ms     the same in time: positive is earlier
shift ms    the greatest distance of an onset from its place in the score, at the performed tempo
end tempo   performed tempo as a share of the score's, at its local minima (phrase ends)
peak tempo  the same at its maxima
final       the same at the last onset
length      seconds performed / plain
pedals      times that the pedal goes down in a bar
down        share of the time in which it is down
longest     bars for which it stays down at most

Human figures to compare with, counted in the same way in two performances of the Vienna 4x22 Piano
Corpus (Goebl 1999, https://doi.org/10.21939/4X22, CC BY 4.0), the first eight bars of each:

                           velocity SD   lead dB   lead ms   tempo at phrase ends
Mozart, K. 331, pianist 1         11.4       3.4        24            0.84, 0.81
Chopin, op. 38, pianist 5         13.2       9.1        28                  0.93

The Chopin has the pedal pressed about four times a bar at the end of the excerpt. Goebl (2001, JASA
110(1), "Melody lead in piano performance: Expressive device or artifact?") names a lead of about
30 ms from the literature.
"""

import math
import statistics
import sys
from collections import defaultdict

import mido


class Piece:
    def __init__(self, path):
        midi = mido.MidiFile(path)
        self.ticks = midi.ticks_per_beat
        self.tempi, self.signatures, self.pedal = [(0, 500000)], [(0, 4, 4)], []
        self.notes = defaultdict(dict)  # (channel, key) -> {onset: velocity}
        self.end = 0
        pedal_channel = None
        for track in midi.tracks:
            tick = 0
            for message in track:
                tick += message.time
                self.end = max(self.end, tick)
                if message.type == "set_tempo":
                    self.tempi.append((tick, message.tempo))
                elif message.type == "time_signature":
                    self.signatures.append((tick, message.numerator, message.denominator))
                elif message.type == "note_on" and message.velocity:
                    # A unison of two tracks is one stroke of the key.
                    strokes = self.notes[message.channel, message.note]
                    strokes.setdefault(tick, message.velocity)
                elif message.type == "control_change" and message.control == 64:
                    if pedal_channel in (None, message.channel):
                        pedal_channel = message.channel
                        self.pedal.append((tick, message.value >= 64))
        self.tempi.sort(key=lambda change: change[0])
        self.signatures.sort(key=lambda change: change[0])

    def tempo(self, tick):
        return [tempo for start, tempo in self.tempi if start <= tick][-1]

    def seconds(self, tick):
        total = 0.0
        for (start, tempo), (following, _) in zip(self.tempi, self.tempi[1:] + [(tick, 0)]):
            if start >= tick:
                break
            total += (min(following, tick) - start) * tempo / self.ticks / 1e6
        return total

    def bar(self, tick):
        _, numerator, denominator = [s for s in self.signatures if s[0] <= tick][-1]
        return 4 * self.ticks * numerator / denominator


def decibels(velocity, other):
    return 40 * math.log10(velocity / other)


def figures(plain, performed):
    row = {}
    pairs = []  # score tick, key, plain velocity, tick, velocity
    for key, notes in plain.notes.items():
        played = performed.notes[key]
        assert len(notes) == len(played), f"{key}: {len(notes)} notes, {len(played)} played"
        pairs += [
            (n[0], key[1], n[1], p[0], p[1])
            for n, p in zip(sorted(notes.items()), sorted(played.items()))
        ]
    pairs.sort()
    row["plain mean"] = statistics.mean(p[2] for p in pairs)
    row["plain SD"] = statistics.pstdev(p[2] for p in pairs)
    row["mean"] = statistics.mean(p[4] for p in pairs)
    row["SD"] = statistics.pstdev(p[4] for p in pairs)
    row["least"] = min(p[4] for p in pairs)
    row["most"] = max(p[4] for p in pairs)

    chords = defaultdict(list)
    for pair in pairs:
        chords[pair[0]].append(pair)
    leads, times, shift = [], [], 0
    for onset, chord in chords.items():
        tick = performed.tempo(onset) / performed.ticks / 1000
        shift = max([shift] + [abs(p[3] - onset) * tick for p in chord])
        if len(chord) < 2:
            continue
        chord.sort(key=lambda p: p[1])
        *others, top = chord
        leads.append(decibels(top[4], statistics.mean(p[4] for p in others)))
        times.append((statistics.mean(p[3] for p in others) - top[3]) * tick)
    row["lead dB"] = statistics.mean(leads) if leads else 0
    row["lead ms"] = statistics.mean(times) if times else 0
    row["shift ms"] = shift

    last = max(chords)
    ratios = []
    for tick, tempo in performed.tempi:
        if tick <= last:
            ratio = plain.tempo(tick) / tempo
            if not ratios or abs(ratios[-1] - ratio) > 1e-4:
                ratios.append(ratio)
    final = plain.tempo(last) / performed.tempo(last)
    minima = [b for a, b, c in zip(ratios, ratios[1:], ratios[2:]) if b < a and b < c and b < 0.95]
    maxima = [b for a, b, c in zip(ratios, ratios[1:], ratios[2:]) if b > a and b > c]
    row["end tempo"] = statistics.mean(minima) if minima else 1
    row["peak tempo"] = statistics.mean(maxima) if maxima else 1
    row["final"] = final
    row["length"] = performed.seconds(last) / max(plain.seconds(last), 1e-9)

    bars = sum(1 / plain.bar(t) for t in range(0, last, plain.ticks)) * plain.ticks
    down, since, longest, presses = 0, None, 0, 0
    for tick, is_down in sorted(performed.pedal, key=lambda change: change[0]):
        if is_down:
            since, presses = tick, presses + 1
        elif since is not None:
            down += tick - since
            longest = max(longest, (tick - since) / plain.bar(since))
            since = None
    row["pedals"] = presses / max(bars, 1e-9)
    row["down"] = down / max(last, 1)
    row["longest"] = longest
    return row


def main():
    paths = sys.argv[1:]
    if not paths or len(paths) % 2:
        sys.exit(__doc__)
    rows = []
    for plain, performed in zip(paths[::2], paths[1::2]):
        row = figures(Piece(plain), Piece(performed))
        if not rows:
            print(f"{'file':36}" + "".join(f"{name:>11}" for name in row))
        rows.append(row)
        name = plain.rsplit("/", 1)[-1][:35]
        print(f"{name:36}" + "".join(f"{value:11.2f}" for value in row.values()))
    means = [statistics.mean(row[name] for row in rows) for name in rows[0]]
    print(f"{'mean':36}" + "".join(f"{value:11.2f}" for value in means))


main()
