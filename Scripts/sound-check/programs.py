"""The programs that are run: render, and those that judge what it wrote."""
import json
import os
import random
import subprocess
import sys
import tempfile

import mido
import numpy


# A process counts the memory that its parent had when it was begun, so a small parent begins it.
LAUNCHER = """
import json, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.call(sys.argv[2:])
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
with open(sys.argv[1], "w") as file:
    json.dump([code, time.monotonic() - start, memory], file)
"""


class Run:
    """A finished process: what it printed, how long it took and the most memory it held, in MiB."""

    def __init__(self, command):
        with tempfile.NamedTemporaryFile("r") as figures:
            run = subprocess.run(
                [sys.executable, "-S", "-c", LAUNCHER, figures.name, *command],
                capture_output=True, stdin=subprocess.DEVNULL)
            self.code, self.seconds, self.megabytes = json.load(figures)
        self.output = run.stdout
        self.errors = run.stderr.decode(errors="replace").strip()

    @property
    def report(self):
        return json.loads(self.output)


class Render:
    def __init__(self, path, soundfont, model):
        self.path = path
        self.soundfont = soundfont
        self.model = ["--model", model] if model else []

    def audio_command(self, midi, out, *options):
        return [self.path, "audio", midi, "--out", out, "--soundfont", self.soundfont, *options]

    def compose_command(self, seed, length, out, *options):
        return [self.path, "--seed", str(seed), "--length", str(length), "--out", out,
                "--soundfont", self.soundfont, *self.model, *options]

    def audio(self, midi, out, *options):
        """What the program reports of the sound."""
        return self._succeed(self.audio_command(midi, out, *options, "--json", "--quiet"))["sound"]

    def compose(self, seed, length, out, *options):
        command = self.compose_command(seed, length, out, *options, "--json", "--quiet")
        return self._succeed(command)["sound"]

    def _succeed(self, command):
        run = Run(command)
        if run.code != 0:
            sys.exit(f"{' '.join(command)}\nended with {run.code}: {run.errors}")
        return run.report


def succeed(command):
    """What another program wrote to standard output."""
    run = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {run.returncode}: {run.stderr.decode().strip()}")
    return run.stdout


# Raw formats of ffmpeg and numpy. ffmpeg keeps 24 bits as the upper ones of 32.
RAW = {"16": ("s16le", "<i2"), "24": ("s32le", "<i4"), "32": ("s32le", "<i4"),
       "float": ("f32le", "<f4")}


def decode(path, depth):
    """The samples as ffmpeg decodes them, left and right in columns, in the file's own unit."""
    name, kind = RAW[depth]
    raw = succeed(["ffmpeg", "-v", "error", "-i", path, "-f", name, "-c:a", f"pcm_{name}", "-"])
    samples = numpy.frombuffer(raw, kind).reshape(-1, 2)
    return samples >> 8 if depth == "24" else samples


def pieces(corpus, seed, count, accepts=lambda midi: True, most_seconds=90):
    """So many (path, piece) of the corpus, drawn by the seed, that mido reads and that last no
    longer."""
    paths = sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(corpus) for name in names
        if name.lower().endswith((".mid", ".midi")))
    random.Random(seed).shuffle(paths)
    chosen = []
    for path in paths:
        if len(chosen) == count:
            break
        try:
            midi = mido.MidiFile(path)
            # mido gives no length for tracks that follow one another.
            if midi.type == 2 or midi.length > most_seconds or not accepts(midi):
                continue
        except (OSError, EOFError, ValueError, KeyError, IndexError):
            continue
        if any(m.type == "note_on" and m.velocity for track in midi.tracks for m in track):
            chosen.append((path, midi))
    if len(chosen) < count:
        sys.exit(f"{corpus} has {len(chosen)} fitting MIDI files of {count}; give a larger folder")
    return chosen


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]
