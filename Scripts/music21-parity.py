#!/usr/bin/env python3
"""Holds `render tokens` against music21, token for token, with onsets and lengths.

    make parity CORPUS=folder [SAMPLE=400] [SEED=1]

Prints files equal / files compared, the first difference of each other file, and how long both took.
Files in which music21 fails are counted apart.
"""
import json
import os
import subprocess
import sys
import time

SCRIPTS = os.path.dirname(os.path.abspath(__file__))


def ours(program, path):
    start = time.monotonic()
    run = subprocess.run(
        [program, "tokens", "--tokenizer", "classic", "--times", "--json", "--quiet", path],
        capture_output=True)
    seconds = time.monotonic() - start
    if run.returncode != 0:
        return None, run.stderr.decode().strip(), seconds
    events = json.loads(run.stdout)
    return [(e["token"], e["offset"], e["duration"]) for e in events], None, seconds


def difference(theirs, mine):
    for index, (a, b) in enumerate(zip(theirs, mine)):
        if a != b:
            return f"event {index}: music21 has {' '.join(a)}, render {' '.join(b)}"
    return f"music21 has {len(theirs)} events, render {len(mine)}"


def main():
    program, arguments = sys.argv[1], sys.argv[2:]
    oracle = subprocess.Popen(
        [sys.executable, "-W", "ignore", os.path.join(SCRIPTS, "music21-tokens.py"), *arguments],
        stdout=subprocess.PIPE, text=True)
    equal = compared = failed = 0
    times = [0.0, 0.0]
    for line in oracle.stdout:
        theirs = json.loads(line)
        if "error" in theirs:
            failed += 1
            print(f"{theirs['file']}: music21 fails: {theirs['error']}")
            continue
        mine, error, seconds = ours(program, theirs["file"])
        compared += 1
        times[0] += theirs["seconds"]
        times[1] += seconds
        events = list(zip(theirs["tokens"], theirs["offsets"], theirs["durations"]))
        if mine == events:
            equal += 1
        else:
            print(f"{theirs['file']}: {error or difference(events, mine)}")
    if oracle.wait() != 0:
        sys.exit("music21 could not be run")
    print(f"{equal} of {compared} files equal, music21 failed on {failed}")
    if times[1] > 0:
        print(f"music21 {times[0]:.1f} s, render {times[1]:.1f} s (a process a file): "
              f"{times[0] / times[1]:.0f} times as fast")
    sys.exit(equal != compared)


if __name__ == "__main__":
    main()
