"""Dry sound against FluidSynth: samples with those of the same calls, onsets with its player's."""
import os
import shutil
import subprocess

import mido
import numpy

from programs import decode, pieces, stem, succeed
from timeline import BLOCK, Calls

DRY = ["--gain", "0", "--reverb", "off", "--bit-depth", "float"]
FADE = 1024
FARTHEST = 8


def check(render, corpus, seed, folder, table):
    reference = build_reference(folder)
    check_samples(render, corpus, seed, folder, reference, table)
    check_onsets(render, corpus, seed, folder, table)


def tempos(midi):
    return {
        message.tempo for track in midi.tracks for message in track if message.type == "set_tempo"}


# MARK: Sample for sample

def build_reference(folder):
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.c")
    program = os.path.join(folder, "reference")
    flags = succeed(["pkg-config", "--cflags", "--libs", "fluidsynth"]).decode().split()
    # The toolchain of Swift has a clang.
    compiler = shutil.which("cc") or shutil.which("clang") or "cc"
    succeed([compiler, "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", program, *flags])
    return program


def check_samples(render, corpus, seed, folder, reference, table):
    table.section(
        "dry samples against the same FluidSynth calls, the final fade left out",
        "rate", "messages", "tempos", "ties", "gain dB", "frames", "compared", "unequal",
        "before fade")
    chosen = [(path, midi, 44100) for path, midi in pieces(corpus, seed, 6)]
    chosen += [(path, midi, 44100) for path, midi in pieces(
        corpus, seed + 1, 4, lambda midi: len(tempos(midi)) > 2)]
    path, midi = pieces(corpus, seed + 2, 1)[0]
    chosen += [(path, midi, rate) for rate in (22050, 48000, 96000)]
    for path in write_pieces(folder):
        chosen.append((path, mido.MidiFile(path), 44100))
    for path, midi, rate in chosen:
        wav = os.path.join(folder, "dry.wav")
        sound = render.audio(path, wav, *DRY, "--sample-rate", str(rate))
        ours = decode(wav, "float")
        calls = Calls(midi, rate)
        run = subprocess.run(
            [reference, render.soundfont, str(rate), str(len(ours))],
            input="".join(calls.lines).encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            check=True)
        theirs = numpy.frombuffer(run.stdout, "<f4").reshape(-1, 2)
        # A piece above the ceiling is turned down.
        theirs = theirs * numpy.float32(10 ** (sound["gain"] / 20))
        compared = len(ours) - (rate if sound["tailWasCut"] else FADE)
        unequal = numpy.flatnonzero((ours[:compared] != theirs[:compared]).any(axis=1))
        # The quarter of a second that has to be quiet.
        last = float(numpy.abs(theirs[compared - rate // 4:compared]).max())
        table.row(
            stem(path),
            [rate, len(calls.lines), len(tempos(midi)), calls.ties, float(sound["gain"]), len(ours),
             compared, len(unequal), float(20 * numpy.log10(last)) if last > 0 else "silent"],
            {"another length": len(ours) != len(theirs),
             f"differs from frame {unequal[0] if len(unequal) else None} on": len(unequal) > 0,
             "ends before it has decayed": not sound["tailWasCut"] and last >= 10 ** (-80 / 20),
             "the fade is louder than what is faded": bool(
                 (numpy.abs(ours[compared:]) > numpy.abs(theirs[compared:])).any()),
             "does not end in silence": bool(ours[-1].any()),
             "silence is left out": sound["omittedLeadIn"] != 0})


def write_pieces(folder):
    """What the corpus lacks: every kind of message, notes on all channels, a late beginning; tracks
    that follow one another; a piece so loud that it is turned down, with notes that do not end; a
    key that one track strikes where another leaves it."""
    midi = mido.MidiFile(type=1, ticks_per_beat=96)
    for channel in range(16):
        track = mido.MidiTrack()
        midi.tracks.append(track)
        track.append(mido.Message("program_change", channel=channel, program=channel * 8, time=500))
        pedal = {"channel": channel, "control": 64}
        track.append(mido.Message("control_change", value=127, time=channel, **pedal))
        for number in range(6):
            key = 40 + 2 * channel + number
            note = {"channel": channel, "note": key}
            track.append(mido.Message("note_on", velocity=50 + 5 * number, time=17, **note))
            track.append(mido.Message("pitchwheel", channel=channel, pitch=800 * number, time=11))
            track.append(mido.Message("aftertouch", channel=channel, value=20 * number, time=3))
            track.append(mido.Message("polytouch", value=10 * number, time=3, **note))
            track.append(mido.Message("note_off", time=29, **note))
            track.append(mido.MetaMessage("set_tempo", tempo=300_001 + 977 * (number + channel)))
        track.append(mido.Message("control_change", value=0, time=5, **pedal))
    everything = os.path.join(folder, "every message.mid")
    midi.save(everything)

    midi = mido.MidiFile(type=2, ticks_per_beat=96)
    for number in range(3):
        track = mido.MidiTrack()
        midi.tracks.append(track)
        track.append(mido.MetaMessage("set_tempo", tempo=400_000 + 100_001 * number))
        for key in (60, 64, 67):
            track.append(mido.Message("note_on", note=key + number, velocity=70, time=31))
            track.append(mido.Message("note_off", note=key + number, time=66))
    following = os.path.join(folder, "tracks one after another.mid")
    midi.save(following)

    midi = mido.MidiFile(type=0, ticks_per_beat=96)
    midi.tracks.append(mido.MidiTrack(
        mido.Message("note_on", note=note, velocity=127, time=24) for note in range(28, 76, 2)))
    midi.tracks[0].append(mido.MetaMessage("end_of_track", time=960))
    loud = os.path.join(folder, "loud and hanging.mid")
    midi.save(loud)

    midi = mido.MidiFile(type=1, ticks_per_beat=96)
    for start in (96, 0):
        midi.tracks.append(mido.MidiTrack([
            mido.Message("note_on", note=60, velocity=80, time=start),
            mido.Message("note_off", note=60, time=96)]))
    shared = os.path.join(folder, "a key of two tracks.mid")
    midi.save(shared)
    return [everything, following, loud, shared]


# MARK: Onsets

def check_onsets(render, corpus, seed, folder, table):
    """FluidSynth's player takes an event in the first block of the millisecond that it is due in;
    here it comes in the nearest block. So every chord is sought around its place."""
    table.section(
        "onsets against `fluidsynth -F`, in blocks of 64 frames, on pieces of one tempo",
        "chords", "least", "mean", "most", "likeness")
    for path, midi in pieces(corpus, seed + 3, 8, lambda midi: len(tempos(midi)) <= 1):
        wav, raw = os.path.join(folder, "dry.wav"), os.path.join(folder, "player.raw")
        render.audio(path, wav, *DRY)
        succeed(["fluidsynth", "-n", "-i", "-q", "-R", "0", "-C", "0", "-g", "1", "-r", "44100",
                 "-o", "synth.polyphony=512", "-O", "float", "-T", "raw", "-E", "little", "-F", raw,
                 render.soundfont, path])
        ours, theirs = decode(wav, "float"), numpy.fromfile(raw, "<f4").reshape(-1, 2)
        calls = Calls(midi, 44100)
        shifts, likenesses = find_shifts(ours, theirs, sorted(set(calls.onsets)))
        table.row(
            stem(path),
            [len(shifts), min(shifts), float(numpy.mean(shifts)), max(shifts),
             f"{numpy.median(likenesses):.4f}"],
            {"an onset is elsewhere": max(map(abs, shifts)) > 2})


def find_shifts(ours, theirs, onsets):
    """For each onset, by how many blocks the sound after it comes later in `theirs`, and how alike
    they are then (1: they are the same)."""
    a, b = (numpy.diff(x.sum(axis=1, dtype=numpy.float64)) for x in (ours, theirs))
    shifts, likenesses = [], []
    for onset in onsets:
        window = a[onset * BLOCK:(onset + 32) * BLOCK]
        best = (-1.0, 0)
        for shift in range(-FARTHEST, FARTHEST + 1):
            start = (onset + shift) * BLOCK
            if start < 0:
                continue
            other = b[start:start + len(window)]
            if len(other) < len(window):
                continue
            norm = numpy.linalg.norm(window) * numpy.linalg.norm(other)
            if norm > 0:
                best = max(best, (float(window @ other / norm), shift))
        likenesses.append(best[0])
        shifts.append(best[1])
    return shifts, likenesses
