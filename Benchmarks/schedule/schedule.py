#!/usr/bin/env python3
"""What `render` would take on more cores than this machine has: its rules of who does what when, simulated.

The costs of the parts are measured with the program on one thread, what follows from them for one thread and two is
compared with the program itself, in turns. Memory and caches are taken to be as fast for many cores as for one, so
the numbers say what the schedule allows.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace

import batch
import piece

THREADS = [1, 2, 4, 8, 16]
PIECE = ["--seed", "3", "--duration", "2min"]
# Shares of the time of `render audio`: loudness, peaks and scratch file; gain, dither and file. `perf record` on Zen 5.
MEASURE, FINISH = 0.14, 0.045
PIECES, EVENTS = 100, 500
# Pieces of the batch that is made here, to compare.
COMPARED = 12


class Program:
    def __init__(self, path, rounds):
        self.path, self.rounds = path, rounds
        self.folder = tempfile.TemporaryDirectory()

    def file(self, name):
        return os.path.join(self.folder.name, name)

    def run(self, *arguments):
        start = time.monotonic()
        subprocess.run([self.path, *map(str, arguments), "--quiet"], check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - start

    def turns(self, runs):
        """The least seconds of some runs, which take turns, by name."""
        seconds = {name: [] for name in runs}
        for _ in range(self.rounds):
            for name, arguments in runs.items():
                shutil.rmtree(self.file("takes"), ignore_errors=True)
                seconds[name].append(self.run(*arguments))
        return {name: min(all) for name, all in seconds.items()}

    def piece(self, threads, out):
        return [*PIECE, "--threads", threads, "--out", self.file(out)]

    def batch(self, pieces, threads, format):
        return ["batch", "--seeds", f"1-{pieces}", "--length", EVENTS, "--format", format, "--threads", threads,
                "--out", self.file("takes")]


def piece_costs(program):
    """The costs of a piece's parts, as WAV, and the seconds that FLAC takes besides."""
    note, midi, out = program.file("note.mid"), program.file("piece.mid"), program.file("piece.wav")
    start = ["--seed", "3", "--length", "1", "--threads", 1, "--out"]
    audio = ["audio", "--performance", "plain", "--threads", 1, "--out"]
    program.run(*start, note)
    program.run(*PIECE, "--out", midi)
    took = program.turns({
        "start": [*start, note],
        "compose": program.piece(1, "other.mid"),
        "note": [*audio, out, note],
        "audio": [*audio, out, midi],
        "dry": [*audio, out, midi, "--reverb", "off"],
        "flac": [*audio, program.file("piece.flac"), midi],
    })
    played = took["audio"] - took["note"]
    reverb = took["audio"] - took["dry"]
    measure, finish = MEASURE * took["audio"], FINISH * took["audio"]
    return piece.Costs(
        sound=os.path.getsize(out) / 4 / 44100, start=took["start"] + took["note"] / 2,
        compose=took["compose"] - took["start"], voices=played - reverb - measure - finish, reverb=reverb / 2,
        measure=measure, finish=finish), took["flac"] - took["audio"]


def batch_costs(program):
    """The seconds that a piece takes to be composed in a group of some rows, and to be written as FLAC."""
    rows = [1, 4, 16]
    start = ["--seed", "3", "--length", "1", "--threads", 1, "--out", program.file("note.mid")]
    runs = {"start": start} | {count: program.batch(count, 1, "mid") for count in rows}
    runs["flac"] = program.batch(4, 1, "flac")
    took = program.turns(runs)
    composed = {count: (took[count] - took["start"]) / count for count in rows}

    def compose(count):
        low = max(each for each in rows if each <= count)
        high = min(each for each in rows if each >= count)
        share = (count - low) / max(1, high - low)
        return composed[low] * (1 - share) + composed[high] * share

    return took["start"], compose, (took["flac"] - took[4]) / 4


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def table(title, first, simulated, measured=None):
    row(title, *(f"{threads}" for threads in THREADS))
    row("---", *("---:" for _ in THREADS))
    row(f"{first}, s", *(f"{each:.2f}" for each in simulated))
    if measured:
        row("measured, s", *(f"{each:.2f}" for each in measured), *[""] * (len(THREADS) - len(measured)))
    row("speed-up", *(f"{simulated[0] / each:.2f}" for each in simulated))
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the program to measure")
    parser.add_argument("--rounds", type=int, default=5, help="the number of turns of each run (default: 5)")
    parser.add_argument("--room", type=float, default=None, metavar="seconds",
                        help="what a reverb over the sum of both halves takes, in the place of FluidSynth's in each")
    options = parser.parse_args()
    program = Program(os.path.abspath(options.program), options.rounds)

    costs, flac = piece_costs(program)
    print(", ".join(f"{name} {value:.3f}" for name, value in vars(costs).items()))
    print()
    cores = min(2, os.cpu_count())
    measured = program.turns(
        {threads: program.piece(threads, "piece.wav") for threads in range(1, cores + 1)})
    table("a piece of two minutes, threads", "simulated", [piece.seconds(costs, threads) for threads in THREADS],
          list(measured.values()))
    table("the same as FLAC, threads", "simulated",
          [piece.seconds(replace(costs, encode=flac), threads) for threads in THREADS])
    if options.room is not None:
        costs.reverb, costs.room = 0, options.room
        table(f"the same with a room of {options.room} s, threads", "simulated",
              [piece.seconds(costs, threads) for threads in THREADS])
    print("no less than {1:.2f} s, whatever the cores: start, {0}, file".format(*piece.bound(costs)))
    print()

    parts = batch_costs(program)
    print(f"a piece of {EVENTS} events: {parts[1](16):.3f} s to compose with 15 others, {parts[1](1):.3f} alone; "
          f"{parts[2]:.3f} to write as FLAC")
    print()
    measured = program.turns(
        {threads: program.batch(COMPARED, threads, "flac") for threads in range(1, cores + 1)})
    table(f"{COMPARED} seeds as FLAC, threads", "simulated",
          [batch.seconds(*parts, COMPARED, threads) for threads in THREADS], list(measured.values()))
    table(f"{PIECES} seeds as FLAC, threads", "simulated",
          [batch.seconds(*parts, PIECES, threads) for threads in THREADS])


if __name__ == "__main__":
    main()
