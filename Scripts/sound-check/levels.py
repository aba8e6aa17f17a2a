"""Loudness and true peak, as ffmpeg's ebur128 filter measures them (EBU R 128, ITU-R BS.1770)."""
import math
import os
import re
from functools import partial

from programs import pieces, stem, succeed

CEILING = -1.0
# Options, and the loudness that they ask for.
CASES = [
    ([], -18.0),
    (["--bit-depth", "24"], -18.0),
    (["--loudness", "-10"], -10.0),
    (["--loudness", "-10", "--limit"], -10.0),
]


def measure(path):
    """Integrated loudness in LUFS and true peak in dBTP.

    The filter's summary has one decimal only, what it attaches to the frames has three.
    """
    filters = "ebur128=peak=true:metadata=1:framelog=verbose,ametadata=print:file=-"
    printed = succeed([
        "ffmpeg", "-v", "error", "-i", path, "-filter_complex", filters, "-f", "null", "-"])
    printed = printed.decode()
    loudness = float(re.findall(r"lavfi\.r128\.I=(\S+)", printed)[-1])
    peak = max(map(float, re.findall(r"lavfi\.r128\.true_peaks_ch\d=(\S+)", printed)))
    return loudness, 20 * math.log10(max(peak, 1e-9))


def check(render, corpus, seed, folder, table):
    wav = os.path.join(folder, "level.wav")
    takes = [
        (stem(path), partial(render.audio, path, wav))
        for path, _ in pieces(corpus, seed, 10, most_seconds=60)
    ] + [
        (f"seed {number}", partial(render.compose, number, 90, wav))
        for number in range(seed, seed + 10)
    ]
    for options, target in CASES:
        table.section(
            f"levels: {' '.join(options) or 'by default'}, 10 pieces of the corpus, 10 composed",
            "seconds", "LUFS", "reported", "dBTP", "reported", "bound", "limited dB")
        errors, peaks, differences = [], [], []
        for name, make in takes:
            sound = make(*options)
            loudness, peak = measure(wav)
            bound = sound["isBoundByCeiling"]
            levels = [sound["seconds"], loudness, sound["loudness"], peak, sound["truePeak"]]
            limiting = sound.get("limiting")
            table.row(
                name,
                [*map(float, levels), "yes" if bound else "no",
                 "-" if limiting is None else float(limiting)],
                {"loudness is off": not bound and abs(loudness - target) > 0.3,
                 "bound, but not at the ceiling":
                     bound and (abs(peak - CEILING) > 0.1 or loudness > target),
                 "true peak above the ceiling": peak > CEILING + 0.1,
                 "loudness is not what was reported": abs(loudness - sound["loudness"]) > 0.3})
            if not bound:
                errors.append(abs(loudness - target))
            peaks.append(peak)
            differences.append(abs(peak - sound["truePeak"]))
        table.note(
            f"{len(errors)} at the target, at most {max(errors, default=0):.3f} LU off; "
            f"{len(takes) - len(errors)} bound by the ceiling; highest true peak {max(peaks):.2f} "
            f"dBTP, at most {max(differences):.2f} dB from the reported one")
