"""Every format against the floating-point WAV of the same piece, as ffmpeg decodes them."""
import json
import os
import shutil

import numpy

from programs import decode, succeed

SEED, LENGTH = 5, 60
WITHOUT_LOSS = [
    ("wav", "16"), ("wav", "24"), ("wav", "32"), ("wav", "float"), ("flac", "16"), ("flac", "24"),
    ("aiff", "16"), ("aiff", "24"), ("aiff", "32"), ("aiff", "float"),
]
# Least signal-to-error ratio in dB at quality 7, frames a second, and frames of a codec's block.
WITH_LOSS = {"ogg": (15, 44100, 2048), "opus": (15, 48000, 960), "mp3": (15, 44100, 1152)}
# What libsndfile does not write: software in MP3, a date in AIFF, whose software is in a chunk that
# ffprobe does not read.
LACKING = {"mp3": {"software"}, "aiff": {"software", "date"}}
DATES = {"date", "year", "creation_time", "tdrc", "tyer", "icrd"}


def check(render, corpus, seed, folder, table):
    def make(extension, *options):
        path = os.path.join(folder, f"piece.{extension}")
        render.compose(SEED, LENGTH, path, *options)
        return path

    check_without_loss(make, table)
    check_with_loss(make, table)
    check_tags(render, make, folder, table)
    check_bytes(make, table)


def check_without_loss(make, table):
    """Triangular dither of two units and rounding: an error of 1.5 units at most, 0.5 RMS."""
    table.section(
        "formats without loss: error against floating point, in units in the last place",
        "frames", "largest", "RMS", "mean", "as WAV")
    reference = decode(make("wav", "--bit-depth", "float"), "float").astype(numpy.float64)
    wavs = {}
    for extension, depth in WITHOUT_LOSS:
        samples = decode(make(extension, "--bit-depth", depth), depth)
        wav = wavs.setdefault(depth, samples)
        same = samples.shape == wav.shape and bool(numpy.array_equal(samples, wav))
        if samples.shape != reference.shape:
            table.row(f"{extension} {depth}", [len(samples)], {"another length": True})
            continue
        scale = 1 if depth == "float" else 2.0 ** (int(depth) - 1)
        error = samples - reference * scale
        largest, rms = numpy.abs(error).max(), numpy.sqrt(numpy.mean(error ** 2))
        table.row(
            f"{extension} {depth}",
            [len(samples), float(largest), float(rms), f"{numpy.mean(error):.4f}",
             "exact" if same else "differs"],
            {"error too large": largest > (0 if depth == "float" else 1.5),
             "not the error of a triangular dither": depth != "float" and abs(rms - 0.5) > 0.02,
             "differs from WAV of this depth": not same})


def check_with_loss(make, table):
    table.section(
        "formats with loss: signal to error, after aligning",
        "quality", "kB", "delay", "SNR dB", "frames", "too many")
    for extension, (least, rate, block) in WITH_LOSS.items():
        reference = decode(
            make("wav", "--bit-depth", "float", "--sample-rate", str(rate)), "float")
        ratios = []
        for quality in ["0", "7", "10"]:
            path = make(extension, "--quality", quality)
            samples = decode(path, "float")
            delay = find_delay(reference, samples)
            ratios.append(signal_to_error(reference, samples, delay))
            table.row(
                extension,
                [quality, os.path.getsize(path) // 1000, delay, ratios[-1], len(samples),
                 len(samples) - len(reference)],
                {"delayed": abs(delay) > 1,
                 "another length": abs(len(samples) - len(reference)) > block,
                 "too much is lost": quality == "7" and ratios[-1] < least,
                 "a higher quality is no better": sorted(ratios) != ratios})


def find_delay(reference, samples):
    """The frames by which `samples` come later than `reference`, where both are most alike."""
    size = 1 << (len(reference) + len(samples)).bit_length()
    a, b = (numpy.fft.rfft(x.sum(axis=1, dtype=float), size) for x in (reference, samples))
    likeness = numpy.fft.irfft(b * numpy.conj(a), size)
    best = int(numpy.argmax(likeness))
    return best if best < size // 2 else best - size


def signal_to_error(reference, samples, delay):
    a, b = reference[max(0, -delay):], samples[max(0, delay):]
    a, b = (x[:min(len(a), len(b))].astype(numpy.float64) for x in (a, b))
    return float(10 * numpy.log10(numpy.sum(a ** 2) / numpy.sum((a - b) ** 2)))


def check_tags(render, make, folder, table):
    """Of a composed piece, and of a file whose name is long and not English."""
    table.section("tags, as ffprobe reads them")
    title = "Prélude élégiaque über ein Thema: très doux"
    shutil.copy(os.path.join(folder, "piece.mid"), os.path.join(folder, f"{title}.mid"))
    for extension in ["wav", "flac", "aiff", "ogg", "opus", "mp3"]:
        tags = read_tags(make(extension))
        # MP3 understands only a year.
        dated = read_tags(make(extension, "--date", "2024-05-06"))
        played = os.path.join(folder, f"played.{extension}")
        render.audio(os.path.join(folder, f"{title}.mid"), played)
        titled = read_tags(played).get("title")
        software = [text for text in tags.values() if text.startswith("render ")]
        date = [text for key, text in dated.items() if key in DATES]
        comment = tags.get("comment", "")
        lacking = LACKING.get(extension, set())
        table.row(extension, [], {
            f"title is {tags.get('title')}": tags.get("title") != f"render, seed {SEED}",
            f"comment is {comment}": not comment.startswith(f"seed {SEED}, model "),
            "software is missing": not software and "software" not in lacking,
            "a date that nobody asked for": bool(DATES & tags.keys()),
            f"date is {date}": "date" not in lacking and date not in (["2024-05-06"], ["2024"]),
            f"title of a file is {titled}": titled != title})
        table.note("  ".join(f"{key}={text}" for key, text in dated.items()))


def read_tags(path):
    probed = json.loads(succeed(
        ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", path]))
    tags = {}
    for part in [probed["format"], *probed["streams"]]:
        tags.update({key.lower(): text for key, text in part.get("tags", {}).items()})
    return tags


def check_bytes(make, table):
    """Ogg streams carry a serial number from the clock."""
    table.section("the same piece, made anew: the same bytes")
    for extension in ["wav", "flac", "aiff", "mp3"]:
        options = ["--bit-depth", "float"] if extension in ("wav", "aiff") else []
        contents = []
        for _ in range(2):
            with open(make(extension, *options), "rb") as file:
                contents.append(file.read())
        table.row(extension, [len(contents[0])], {"the bytes differ": contents[0] != contents[1]})
