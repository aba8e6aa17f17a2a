"""Standard output into other programs while the piece is made."""
import os
import statistics
import subprocess
import tempfile
import time

import numpy

from programs import RAW, decode, pieces, stem

CHUNK = 1 << 16
FIRST_BYTES = 4096
# The first sound is to leave within half a second.
MOST_SECONDS = 0.5


def check(render, corpus, seed, folder, table):
    check_readers(render, corpus, seed, folder, table)
    chosen = [path for path, _ in pieces(corpus, seed + 4, 3)]
    check_closed_pipe(render, chosen, table)
    check_first_bytes(render, chosen, seed, table)


def check_readers(render, corpus, seed, folder, table):
    """With a gain of 0 dB, and nothing to limit, what arrives is the file's samples."""
    table.section(
        "streams: frames that arrive, against the file", "bits", "file", "ffmpeg", "sox", "aplay")
    wav = os.path.join(folder, "file.wav")
    chosen, warnings = [], set()
    for path, _ in pieces(corpus, seed + 4, 6, most_seconds=40):
        sound = render.audio(path, wav, "--gain", "0")
        if sound["gain"] == 0 and sound["truePeak"] < -1.5:
            chosen.append(path)
    for path in chosen[:3]:
        for depth in RAW:
            options = ["--gain", "0", "--bit-depth", depth]
            render.audio(path, wav, *options)
            expected = decode(wav, depth)
            figures, faults = [], {}
            for reader, heard in readers(depth).items():
                output, sent, codes, errors = pipe(
                    render.audio_command(path, "-", *options, "--quiet"), heard)
                faults[f"exit codes {codes} with {reader}"] = any(codes)
                lines = errors.splitlines()
                warnings.update(line for line in lines if " WARN " in line)
                errors = [line for line in lines if " WARN " not in line]
                faults[f"{reader} says {errors}"] = bool(errors)
                if reader == "aplay":
                    # It has no output; it has taken the header and everything else.
                    width = expected.itemsize if depth != "24" else 3
                    frames, rest = divmod(sent, 2 * width)
                    figures.append(frames)
                    faults["aplay leaves something"] = not 0 <= sent - expected.size * width < 512
                    continue
                samples = numpy.frombuffer(output, RAW[depth][1]).reshape(-1, 2)
                samples = samples >> 8 if depth == "24" else samples
                figures.append(len(samples))
                faults[f"{reader} hears something else"] = not is_same(samples, expected, reader)
            table.row(stem(path), [depth, len(expected), *figures], faults)
    for warning in sorted(warnings):
        table.note(warning)


def is_same(samples, expected, reader):
    if reader == "sox" and expected.dtype == numpy.float32 and samples.shape == expected.shape:
        # sox computes with integers, of which it writes the upper 25 bits.
        return bool(numpy.abs(samples - expected).max() <= 2.0 ** -24)
    return bool(numpy.array_equal(samples, expected))


def readers(depth):
    """Commands that read WAV, and write raw samples in the format of `RAW`."""
    name, _ = RAW[depth]
    encoding = ["floating-point", "32"] if depth == "float" else ["signed-integer", name[1:3]]
    return {
        "ffmpeg": ["ffmpeg", "-v", "error", "-i", "-", "-f", name, "-c:a", f"pcm_{name}", "-"],
        "sox": ["sox", "-D", "-t", "wav", "-",
                "-t", "raw", "-e", encoding[0], "-b", encoding[1], "-"],
        "aplay": ["aplay", "-q", "-D", "null", "-"],
    }


def pipe(command, reader):
    """Runs `command | reader`: what the reader wrote, how many bytes it was sent, both exit codes,
    and what both said."""
    sent = 0
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        second = subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=output, stderr=errors)
        try:
            while chunk := first.stdout.read1(CHUNK):
                second.stdin.write(chunk)
                sent += len(chunk)
            second.stdin.close()
        except BrokenPipeError:
            pass
        first.stdout.close()
        codes = first.wait(), second.wait()
        output.seek(0)
        errors.seek(0)
        return output.read(), sent, codes, errors.read().decode(errors="replace").strip()


def check_closed_pipe(render, chosen, table):
    table.section("streams: `| head -c 1000`", "exit code", "seconds")
    for path in chosen:
        start = time.monotonic()
        process = subprocess.Popen(
            render.audio_command(path, "-"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.read(process.stdout.fileno(), 1000)
        process.stdout.close()
        said = process.stderr.read().decode().strip()
        code = process.wait()
        table.row(stem(path), [code, time.monotonic() - start], {
            f"exit code {code}": code != 0, f"says {said}": bool(said)})


def check_first_bytes(render, chosen, seed, table):
    table.section(
        f"streams: seconds to the first {FIRST_BYTES} bytes, of 5 runs", "least", "median", "most")
    commands = {stem(path): render.audio_command(path, "-", "--quiet") for path in chosen[:2]}
    commands["composed, 500 events"] = render.compose_command(seed, 500, "-", "--quiet")
    for name, command in commands.items():
        times = sorted(time_to_first_bytes(command) for _ in range(5))
        median = statistics.median(times)
        table.row(name, [times[0], median, times[-1]], {"too late": median > MOST_SECONDS})


def time_to_first_bytes(command):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.read(FIRST_BYTES)
    seconds = time.monotonic() - start
    process.stdout.close()
    process.wait()
    return seconds
