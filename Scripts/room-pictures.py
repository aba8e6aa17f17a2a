"""Pictures of the rooms, beside those of FluidSynth that stand in for them, and a table of their measures.

    RECORD_ROOMS=FOLDER make test    writes impulse responses into the folder (or `make room-pictures`, which does both)
    python3 Scripts/room-pictures.py FOLDER

Drawn are impulse responses, the decay of each octave (Schroeder 1965), the density of echoes (Abel and Huang 2006) and
spectra of tails. Needs numpy and matplotlib.
"""

import sys
from math import erfc, sqrt
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

RATE = 44_100
OCTAVES = [125 * 2**n for n in range(7)]
# RoomDesign.swift: seconds below, between and above the corners.
CURVES = {"room": (0.9, 0.8, 0.5), "chamber": (1.4, 1.2, 0.65), "hall": (2.6, 2.2, 0.9), "cathedral": (5.6, 4.7, 1.6)}


def wanted(room, frequency, corners=(250, 5000)):
    """The time of decay by design (DecayCurve)."""
    low, middle, high = (1 / time for time in CURVES[room])
    below = 1 / (1 + (frequency / corners[0]) ** 2)
    above = 1 - 1 / (1 + (frequency / corners[1]) ** 2)
    return 1 / (middle + below * (low - middle) + above * (high - middle))


def octave(sound, center):
    """The octave around a frequency: the magnitude of Butterworth filters of sixth order, without their phase."""
    size = 2 * len(sound)
    frequencies = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1e-9)
    low, high = center / sqrt(2), center * sqrt(2)
    gain = 1 / np.sqrt((1 + (low / frequencies) ** 12) * (1 + (frequencies / high) ** 12))
    return np.fft.irfft(np.fft.rfft(sound, size, axis=0) * gain[:, None], axis=0)[: len(sound)]


def decay(sound):
    """What is left of the energy from each frame on, in dB."""
    left = np.cumsum((sound**2).sum(axis=1)[::-1])[::-1]
    return 10 * np.log10(left / left[0] + 1e-30)


def time_of_decay(levels):
    """T30: by 60 dB, of a line from -5 to -35 dB."""
    points = np.flatnonzero((levels <= -5) & (levels >= -35))
    return -60 / np.polyfit(points / RATE, levels[points], 1)[0]


def echo_density(channel, seconds=0.6, width=0.02):
    """The share of frames beyond the standard deviation, 1 for noise, every 2 ms."""
    length = int(width * RATE)
    window = np.hanning(length)
    window /= window.sum()
    times, densities = [], []
    for start in range(0, int(seconds * RATE), int(0.002 * RATE)):
        part = channel[start : start + length]
        deviation = sqrt((window * part**2).sum())
        times.append((start + length / 2) / RATE)
        densities.append((window * (abs(part) > deviation)).sum() / erfc(1 / sqrt(2)) if deviation > 0 else 0)
    return np.array(times), np.array(densities)


def tail_spectrum(channel, room):
    """The spectrum from 0.3 of the time of decay on, in dB, each frequency beside the mean of its third of an octave."""
    start = int(0.3 * CURVES[room][1] * RATE)
    part = channel[start : start + int(min(1, 0.8 * CURVES[room][1]) * RATE)]
    powers = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2 + 1e-30
    frequencies = np.fft.rfftfreq(len(part), 1 / RATE)
    keep = (frequencies > 60) & (frequencies < 12_000)
    sums = np.concatenate([[0], np.cumsum(powers)])
    low = np.searchsorted(frequencies, frequencies * 2 ** (-1 / 6))
    high = np.minimum(np.searchsorted(frequencies, frequencies * 2 ** (1 / 6)), len(powers))
    mean = (sums[high] - sums[low]) / np.maximum(high - low, 1)
    return frequencies[keep], 10 * np.log10(powers[keep] / np.maximum(mean[keep], 1e-30))


def picture(name, responses, folder):
    figure, axes = plt.subplots(len(CURVES), 4, figsize=(22, 18))
    colors = plt.cm.viridis(np.linspace(0, 0.9, len(OCTAVES)))
    for row, (room, response) in zip(axes, responses.items()):
        times = np.arange(len(response)) / RATE
        shown = times < 0.4
        scale = abs(response).max()
        row[0].plot(times[shown] * 1000, response[shown, 0] / scale + 1, linewidth=0.4)
        row[0].plot(times[shown] * 1000, response[shown, 1] / scale - 1, linewidth=0.4)
        row[0].set(title=f"{room}: impulse response, left above right", xlabel="ms", yticks=[])
        for center, color in zip(OCTAVES, colors):
            levels = decay(octave(response, center))
            row[1].plot(times[::50], levels[::50], color=color, label=f"{center} Hz: {time_of_decay(levels):.2f} s")
        row[1].set(title="decay of octaves", xlabel="s", ylabel="dB", ylim=(-60, 2), xlim=(0, CURVES[room][0]))
        row[1].legend(fontsize=8)
        for side in 0, 1:
            row[2].plot(*echo_density(response[:, side]), label=["left", "right"][side])
        row[2].axhline(1, color="grey", linewidth=0.5)
        row[2].set(title="echo density", xlabel="s", ylim=(0, 1.5))
        row[2].legend(fontsize=8)
        frequencies, levels = tail_spectrum(response[:, 0], room)
        row[3].semilogx(frequencies, levels, linewidth=0.3)
        row[3].set(title=f"tail: most above its third of an octave {levels.max():.1f} dB", xlabel="Hz", ylim=(-40, 20))
    figure.suptitle(name)
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=60)
    plt.close(figure)


def row(room, response):
    times, densities = echo_density(response[:, 0])
    # Single reflections may pass for dense before the network has begun.
    dense = times[np.flatnonzero(densities < 0.8)[-1]]
    tail = response[int(0.1 * RATE) :]
    mono = (response.sum(axis=1) / 2) ** 2
    return " | ".join(
        [room]
        + [f"{time_of_decay(decay(octave(response, center))):.2f}" for center in OCTAVES]
        + [
            f"{1000 * dense:.0f} ms",
            f"{np.corrcoef(tail.T)[0, 1]:.2f}",
            f"{10 * np.log10(mono.sum() / (response**2).sum() * 2):.1f} dB",
            f"{tail_spectrum(response[:, 0], room)[1].max():.1f} dB",
        ]
    )


def main():
    folder = Path(sys.argv[1])
    read = lambda name: np.fromfile(folder / f"{name}.f32", np.float32).astype(float).reshape(-1, 2)
    ours = {room: read(f"{room}-left") for room in CURVES}
    theirs = {room: read(f"{room}-fluidsynth") for room in CURVES}
    print("| ".join(["T60", *map(str, OCTAVES), "dense at", "left and right", "mono", "peak of tail"]))
    for room in CURVES:
        print(" | ".join([f"{room}, wanted"] + [f"{wanted(room, center):.2f}" for center in OCTAVES]))
        print(row(room, ours[room]))
        print(row(room, read(f"{room}-right")))
    for room in CURVES:
        print("FluidSynth's " + row(room, theirs[room]))
    picture("rooms", ours, folder)
    picture("fluidsynth", theirs, folder)


main()
