"""Holds render against what others take for the same work, in turns on the same machine.

    python Benchmarks/peers/peers.py PROGRAM TRAINING_SPEED [--corpus FOLDER] [--only NAME...]

A peer does its work in a process that is warm: neither its start nor the making of its network counts.
`render` is timed as a user waits for it, from the command to its end. Each pair is run in turn, and
the ratio is the median of the rounds' ratios; above 1, render is faster.
"""

import argparse
import datetime
import glob
import json
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import torch

import ceilings
import networks

ROUNDS = 5
VOCABULARY = 350
SEEDS = 100


class Bench:
    def __init__(self, arguments, folder):
        self.program = os.path.abspath(arguments.program)
        self.training = os.path.abspath(arguments.training_speed)
        self.corpus = arguments.corpus
        self.folder = folder
        self.rows = []

    # Commands

    def seconds(self, *command):
        began = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic() - began

    def render(self, *arguments):
        return self.seconds(self.program, *map(str, arguments), "--quiet")

    def fluidsynth(self, midi, out, reverb, cores=1):
        kind = "flac" if out.endswith(".flac") else "wav"
        return self.seconds(
            "fluidsynth", "-o", f"synth.cpu-cores={cores}", "-q", "-n", "-i", "-g", "1", "-r", "44100", "-C", "0", "-R", str(int(reverb)),
            "-o", "synth.reverb.room-size=0.2", "-o", "synth.reverb.damp=0",
            "-o", "synth.reverb.width=0.5", "-o", "synth.reverb.level=0.9",
            "-T", kind, "-F", out, self.soundfont, midi)

    def path(self, name):
        return os.path.join(self.folder, name)

    @property
    def soundfont(self):
        sounds = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "SoundFonts")
        return os.path.join(sounds, "FluidR3-GrandPiano.sf2")

    # Rounds

    def compare(self, what, unit, peers, ours, rounds=ROUNDS):
        """`peers` by name and `ours` give work a second. One row for each peer."""
        found = {name: [] for name in peers}
        own, ratios = [], {name: [] for name in peers}
        for _ in range(rounds):
            own.append(ours())
            for name, run in peers.items():
                found[name].append(run())
                ratios[name].append(own[-1] / found[name][-1])
        for name in peers:
            self.row(what, unit, name, statistics.median(found[name]), statistics.median(own), ratios[name])

    def row(self, what, unit, peer, theirs, ours, ratios):
        ratio = statistics.median(ratios)
        self.rows.append((what, unit, peer, theirs, ours, ratio))
        print(
            f"{what} | {peer} {number(theirs)} {unit} | render {number(ours)} | "
            f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


# Models

def tokens():
    """So many different notes and chords."""
    names = "C C# D E- E F F# G G# A B- B".split()
    notes = [f"{name}{octave}" for octave in range(1, 8) for name in names]
    chords = [f"{a}.{b}.{c}" for a in range(12) for b in range(a + 1, 12) for c in range(b + 1, 12)]
    pairs = [f"{a}.{b}" for a in range(12) for b in range(a + 1, 12)]
    return (notes + pairs + chords)[:VOCABULARY]


def make_stateful(model, out):
    """The same network with its state carried on instead of a window."""
    with open(model, "rb") as file:
        data = file.read()
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header["__metadata__"]
    metadata["context"] = '{"stateful":{}}'
    metadata["architecture"] = metadata["architecture"].replace(
        '"returnsSequence":false', '"returnsSequence":true')
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(out, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data[8 + length:])


# Comparisons

def generation(bench):
    """The tutorial's LSTM 512 × 3 with the same weights' shapes: windows, one state, 64 states."""
    keras_model = networks.keras_stacked(VOCABULARY)
    keras_model.save(bench.path("stacked.keras"))
    with open(bench.path("notes.json"), "w") as file:
        json.dump(tokens() * 2, file)
    window, stateful = bench.path("window.safetensors"), bench.path("stateful.safetensors")
    bench.render(
        "import", bench.path("stacked.keras"), "--notes", bench.path("notes.json"), "--out", window)
    make_stateful(window, stateful)
    stacked = networks.Stacked(VOCABULARY)
    midi = bench.path("piece.mid")

    def ours(model, notes):
        return notes / bench.render("--model", model, "--seed", 1, "--length", notes, "--out", midi)

    bench.compare(
        "500 notes from windows of 100, LSTM 512 × 3", "notes/s",
        {
            "Keras, predict": lambda: networks.keras_window(keras_model, 20),
            "PyTorch, nn.LSTM": lambda: stacked.window(50),
            "ONNX Runtime": lambda: networks.onnx_window(stacked, 50, bench.folder),
        },
        lambda: ours(window, 500))
    bench.compare(
        "2,000 notes, state carried on, LSTM 512 × 3", "notes/s",
        {
            "PyTorch, nn.LSTMCell": lambda: stacked.with_cells(1, 500),
            "PyTorch, nn.LSTM": lambda: stacked.with_lstm(1, 300),
        },
        lambda: ours(stateful, 2000))
    takes = bench.path("takes")

    def ours_together():
        shutil.rmtree(takes, ignore_errors=True)
        return 64 * 2000 / bench.render(
            "batch", "--model", stateful, "--count", 64, "--length", 2000, "--format", "mid", "--out", takes)

    bench.compare(
        "64 seeds at once, 2,000 notes each", "notes/s",
        {
            "PyTorch, nn.LSTM": lambda: stacked.with_lstm(64, 60),
            "PyTorch, nn.LSTMCell": lambda: stacked.with_cells(64, 60),
        },
        ours_together)


def training(bench):
    """Steps of the same networks on noise, optimizer and clipping included, in the precisions that the processor has
    instructions for."""
    def ours(name, precision):
        return float(subprocess.run(
            [bench.training, name, "8", precision], check=True, capture_output=True, text=True,
            env={**os.environ, **core_type()}).stdout)

    for precision in ["fp32"] + ["bf16"] * ceilings.has_bfloat16():
        peer, rounds = ("PyTorch", False) if precision == "fp32" else ("PyTorch, autocast", True)
        keras = {"Keras, fit": lambda: networks.keras_training(8)} if precision == "fp32" else {}
        bench.compare(
            f"training the tutorial's network in {precision}, batches of 64", "windows/s",
            {peer: lambda: networks.torch_training("tutorial", 8, rounds), **keras},
            lambda: ours("tutorial", precision))
        bench.compare(
            f"training LSTM 512 × 2 in {precision}, 32 × 128 tokens", "tokens/s",
            {peer: lambda: networks.torch_training("dense", 8, rounds)},
            lambda: ours("dense", precision))


def core_type():
    """What `render train` would set for its OpenBLAS."""
    if "OPENBLAS_CORETYPE" in os.environ or not ceilings.has_avx512():
        return {}
    return {"OPENBLAS_CORETYPE": "SkylakeX"}


def synthesis(bench):
    """A composed piece, MIDI to WAV, and the whole way with the composing."""
    midi, out, other = bench.path("piece.mid"), bench.path("piece.wav"), bench.path("other.wav")
    bench.render("--seed", 3, "--duration", "2min", "--out", midi)
    for name, reverb in ("dry", False), ("with reverb", True):
        options = [] if reverb else ["--reverb", "off"]
        bench.compare(
            f"two minutes, MIDI to WAV, {name}", "× a second",
            {
                "fluidsynth -F": lambda: 1 / bench.fluidsynth(midi, other, reverb),
                "fluidsynth -F, all cores": lambda: 1 / bench.fluidsynth(
                    midi, other, reverb, os.cpu_count()),
            },
            lambda: 1 / bench.render("audio", midi, "--performance", "plain", *options, "--out", out))
    bench.compare(
        "two minutes, composed and rendered, against fluidsynth alone", "× a second",
        {"fluidsynth -F": lambda: 1 / bench.fluidsynth(midi, other, True)},
        lambda: 1 / bench.render("--seed", 3, "--duration", "2min", "--out", out))


def tutorial(bench):
    """`--length 500` against the tutorial's own way: 500 calls of predict, then fluidsynth."""
    keras_model = networks.keras_stacked(VOCABULARY)
    midi, out = bench.path("piece.mid"), bench.path("piece.wav")
    bench.render("--seed", 3, "--length", 500, "--out", midi)

    def theirs():
        # A tenth of the notes, as they all take the same.
        notes = 500 / networks.keras_window(keras_model, 50)
        return 1 / (notes + bench.fluidsynth(midi, bench.path("other.wav"), True))

    bench.compare(
        "500 notes, composed and rendered; the peer with the tutorial's LSTM 512 × 3", "× a second",
        {"Keras, predict, then fluidsynth -F": theirs},
        lambda: 1 / bench.render("--seed", 3, "--length", 500, "--out", out))


def batch(bench):
    """100 seeds of 500 events as FLAC against PyTorch and a fluidsynth for each file, one after the
    other. One round: it takes minutes."""
    takes = bench.path("takes")
    shutil.rmtree(takes, ignore_errors=True)
    ours = bench.render(
        "batch", "--seeds", f"1-{SEEDS}", "--length", 500, "--format", "flac", "--out", takes)
    files = sorted(glob.glob(os.path.join(takes, "*.mid")))
    played = sum(bench.fluidsynth(file, bench.path("other.flac"), True) for file in files)
    info = json.loads(subprocess.check_output([bench.program, "info", "default", "--json"]))
    # What a piece takes of tokens, as `render` reads its own.
    counts = [
        len(subprocess.check_output([bench.program, "tokens", file]).splitlines()) for file in files[::10]]
    count = statistics.mean(counts)
    features = int(re.search(r"with (\d+) features", info["layers"]).group(1))
    network = networks.Default(info["vocabulary"], features)
    alone = SEEDS * count / network.stateful(1, 300)
    together = SEEDS * count / network.stateful(SEEDS, 60)
    print(f"{SEEDS} pieces of {count:.0f} tokens; fluidsynth takes {played:.0f} s for all", flush=True)
    for name, composed in ("one after the other", alone), ("all at once", together):
        total = composed + played
        bench.row(
            f"{SEEDS} seeds of 500 events as FLAC", "takes/min", f"PyTorch {name}, then fluidsynth -F",
            SEEDS / total * 60, SEEDS / ours * 60, [total / ours])


def corpus(bench):
    """Some MIDI files of a corpus, with reverb: render is never to be slower."""
    if not bench.corpus:
        return
    files = sorted(glob.glob(os.path.join(bench.corpus, "**", "*.mid"), recursive=True))
    ratios = []
    for file in files[::max(1, len(files) // 40)]:
        try:
            pairs = [
                (bench.fluidsynth(file, bench.path("other.wav"), True),
                 bench.render(
                     "audio", file, "--performance", "plain", "--soundfont", bench.soundfont, "--out",
                     bench.path("piece.wav")))
                for _ in range(3)]
        except subprocess.CalledProcessError as error:
            print(f"{file}: left out: {error}")
            continue
        ratios.append(statistics.median(theirs / own for theirs, own in pairs))
    if not ratios:
        return
    worst = min(ratios)
    print(f"{len(ratios)} files of the corpus: fluidsynth over render {worst:.2f} to {max(ratios):.2f}")
    bench.rows.append((
        f"{len(ratios)} files of the corpus, the least of them", "", "fluidsynth -F", 1, worst, worst))


COMPARISONS = {
    function.__name__: function
    for function in (generation, training, synthesis, tutorial, batch, corpus)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("training_speed", help="the program of that name of the package Benchmarks")
    parser.add_argument("--corpus", help="a folder of MIDI files, to play a part of them")
    parser.add_argument("--only", nargs="+", choices=COMPARISONS, default=list(COMPARISONS))
    parser.add_argument("--table", help="a file for the table in Markdown")
    parser.add_argument("--rows", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    with tempfile.TemporaryDirectory() as folder:
        if arguments.rows:
            bench = Bench(arguments, folder)
            COMPARISONS[arguments.only[0]](bench)
            with open(arguments.rows, "w") as file:
                json.dump(bench.rows, file)
            return
        limits = ceilings.measure()
        print(limits, flush=True)
        lines = [
            f"{datetime.date.today()}, {ceilings.processor()}, {os.cpu_count()} cores; {limits}; "
            f"PyTorch {torch.__version__}.", "",
            "| the work | peer | its figure | `render` | ratio |", "| --- | --- | ---: | ---: | ---: |"]
        for name in arguments.only:
            lines += [
                f"| {what} | {peer} | {number(theirs)} {unit} | {number(ours)} | {ratio:.2f} |"
                for what, unit, peer, theirs, ours, ratio in rows_of(name, arguments, folder)]
        text = "\n".join(lines)
        print(text)
        if arguments.table:
            with open(arguments.table, "w") as file:
                file.write(text + "\n")


def rows_of(name, arguments, folder):
    """In a process of its own: the libraries of different peers do not all bear one another."""
    rows = os.path.join(folder, "rows.json")
    command = [sys.executable, __file__, arguments.program, arguments.training_speed]
    command += ["--only", name, "--rows", rows]
    if arguments.corpus:
        command += ["--corpus", arguments.corpus]
    subprocess.run(command, check=True)
    with open(rows) as file:
        return json.load(file)


if __name__ == "__main__":
    main()
