"""How loud the instruments of the ensembles' soundfont are, from which `Stage.gains` are taken.

Each plays the same phrase, half a second a note, up and down the middle of its compass at velocity 80, dry.
Printed are the integrated loudness and the dB by which it lies below the loudest. The piano has a file of its own: give
that as the soundfont to measure it.

    python3 Scripts/preset-loudness.py .build/release/render SoundFonts/FluidR3-Ensembles.sf2
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

# The keys of nearly all notes that an instrument has in scores: its middle half is played.
COMPASSES = {
    0: (21, 108), 40: (55, 100), 41: (48, 88), 42: (36, 79), 43: (28, 60), 47: (36, 60), 52: (41, 81),
    56: (53, 82), 60: (36, 77), 68: (58, 89), 70: (34, 72), 71: (50, 91), 73: (59, 96),
}


def variable(number):
    """A number as MIDI files write lengths."""
    digits = [number & 127]
    while number := number >> 7:
        digits.insert(0, number & 127 | 128)
    return bytes(digits)


def phrase(program, keys):
    """A file of format 0 with the phrase; 480 ticks are half a second."""
    low, high = keys
    quarter = (high - low) // 4
    up = list(range(low + quarter, high - quarter + 1, 2))
    track = bytes([0, 0xC0, program])
    pause = 0
    for key in up + up[::-1]:
        track += bytes([pause, 0x90, key, 80]) + variable(470) + bytes([0x80, key, 64])
        pause = 10
    track += bytes([0, 0xFF, 0x2F, 0])
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track


def loudness(program, render, soundfont):
    with tempfile.TemporaryDirectory() as folder:
        midi = Path(folder, "phrase.mid")
        midi.write_bytes(phrase(program, COMPASSES[program]))
        report = subprocess.run(
            [render, "audio", midi, "--out", Path(folder, "phrase.wav"), "--soundfont", soundfont, "--reverb", "off",
             "--gain=0", "--json"], check=True, capture_output=True, text=True)
        return find(json.loads(report.stdout), "loudness")


def find(value, name):
    """The first value of a name, however deep."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        value = list(value.values())
    for part in value if isinstance(value, list) else []:
        if (found := find(part, name)) is not None:
            return found
    return None


if __name__ == "__main__":
    levels = {program: loudness(program, *sys.argv[1:3]) for program in COMPASSES}
    # What the soundfont lacks is silent, and has no number.
    levels = {program: level for program, level in levels.items() if isinstance(level, float)}
    for program, level in levels.items():
        print(f"{program:3} {level:7.1f} LUFS {max(levels.values()) - level:5.1f} dB")
