"""Holds the sound of `render` against other programs: ffmpeg, FluidSynth itself, sox, aplay.

    make sound-check CORPUS=folder [SEED=1] [ONLY="levels streams"]
    sound-check PROGRAM CORPUS [--seed 1] [--only levels streams] [--soundfont F] [--model F]

levels      loudness and true peak of 20 pieces, as ffmpeg's ebur128 measures them
formats     every format decoded by ffmpeg: the same audio; tags as ffprobe reads them
synthesis   dry sound against the FluidSynth calls of a small C program, and `fluidsynth -F`
extremes    hanging notes, no notes, ten hours: time, memory, exit codes
streams     standard output into ffmpeg, sox, aplay and a pipe that closes

Prints a table of figures; those out of bounds are marked and make the exit code 1. Needs mido and
numpy, a C compiler, and of the system's packages ffmpeg, fluidsynth, sox, alsa-utils, pkg-config
and libfluidsynth-dev. Ten hours take a minute and 13 GB in TMPDIR or /var/tmp.
"""
import argparse
import os
import shutil
import sys
import tempfile
import time

import extremes
import formats
import levels
import streams
import synthesis
from programs import Render
from table import Table

SECTIONS = {
    "levels": levels.check, "formats": formats.check, "synthesis": synthesis.check,
    "extremes": extremes.check, "streams": streams.check,
}
NEEDED = ["ffmpeg", "ffprobe", "fluidsynth", "sox", "aplay", "pkg-config"]
PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    parser = argparse.ArgumentParser(
        prog="sound-check", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built render")
    parser.add_argument("corpus", help="a folder with MIDI files, at any depth")
    parser.add_argument("--seed", type=int, default=1, help="chooses the pieces")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument(
        "--soundfont", default=os.path.join(PROJECT, "SoundFonts", "FluidR3-GrandPiano.sf2"))
    parser.add_argument("--model")
    arguments = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.exit(f"{', '.join(missing)} cannot be found; install ffmpeg, fluidsynth, sox, "
                 "alsa-utils and pkg-config")

    render = Render(arguments.program, arguments.soundfont, arguments.model)
    table = Table()
    # /tmp often lives in memory.
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        for name in arguments.only:
            start = time.monotonic()
            SECTIONS[name](render, arguments.corpus, arguments.seed, folder, table)
            print(f"{name}: {time.monotonic() - start:.0f} s\n", flush=True)
    sys.exit(table.finish())


main()
