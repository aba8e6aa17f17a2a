#!/usr/bin/env python3
"""Makes Tests/RenderMusicTests/Golden: small MIDI files, one for each rule, and what music21 says to them.

    .venv/bin/python Scripts/music21-golden.py Tests/RenderMusicTests/Golden
    ... --random 200 --seed 3 FOLDER     random files only, to look for rules not yet known
"""
import argparse
import importlib.util
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))


# Events are (tick, bytes); a track is a list of them in file order.

def on(tick, key, velocity=80, channel=0):
    return tick, bytes([0x90 | channel, key, velocity])


def off(tick, key, channel=0):
    return tick, bytes([0x80 | channel, key, 64])


def note(tick, length, key, channel=0):
    return [on(tick, key, channel=channel), off(tick + length, key, channel)]


def chord(tick, length, *keys):
    return [event for key in keys for event in note(tick, length, key)]


def program(tick, number, channel=0):
    return tick, bytes([0xC0 | channel, number])


def meta(tick, kind, data):
    return tick, bytes([0xFF, kind]) + quantity(len(data)) + data


def name(text, tick=0):
    return meta(tick, 3, text if isinstance(text, bytes) else text.encode())


def instrument_name(text, tick=0):
    return meta(tick, 4, text.encode())


def tempo(tick, microseconds=500_000):
    return meta(tick, 0x51, microseconds.to_bytes(3, "big"))


def meter(tick, numerator, power):
    return meta(tick, 0x58, bytes([numerator, power, 24, 8]))


def key_signature(tick, sharps):
    return meta(tick, 0x59, bytes([sharps % 256, 0]))


def quantity(value):
    data = [value & 0x7F]
    while value := value >> 7:
        data.append(0x80 | value & 0x7F)
    return bytes(reversed(data))


def flat(events):
    """Events and lists of them as one list, by tick, as written where ticks are equal."""
    def walk(events):
        for event in events:
            if isinstance(event, list):
                yield from walk(event)
            else:
                yield event
    return sorted(walk(events), key=lambda event: event[0])


def midi(*tracks, division=480, form=None, running=False):
    form = form if form is not None else (0 if len(tracks) == 1 else 1)
    data = b"MThd" + (6).to_bytes(4, "big") + form.to_bytes(2, "big")
    data += len(tracks).to_bytes(2, "big") + division.to_bytes(2, "big")
    for events in tracks:
        body, last, status = b"", 0, None
        for tick, event in flat(events):
            body += quantity(tick - last)
            last = tick
            if running and event[0] == status and event[0] < 0xF0:
                body += event[1:]
            else:
                body += event
            status = event[0] if event[0] < 0xF0 else None
        body += b"\0\xFF\x2F\0"
        data += b"MTrk" + len(body).to_bytes(4, "big") + body
    return data


Q, E, S, T = 480, 240, 120, 160  # quarter, eighth, sixteenth, third of a quarter

CONDUCTOR = [meter(0, 4, 2), tempo(0)]


def scale(start=0, step=Q, keys=(60, 62, 64, 65, 67)):
    return [note(start + index * step, step, key) for index, key in enumerate(keys)]


# Two measures; a chord is cut at the barline between them.
CUT_CHORD = [note(0, 3 * Q, 60), chord(3 * Q, 2 * Q, 62, 65), note(5 * Q, 2 * Q, 67), note(7 * Q, Q, 69)]


def signed(*events, at=8 * Q):
    """A part of `events`, and a conductor with a key signature."""
    return midi([CONDUCTOR, key_signature(at, 2)], [*events])


RULES = {
    # Spelling.
    "spelling-all-keys": midi([note(key * E, E, key) for key in range(128)]),
    # Chords.
    "chord-simultaneous": midi([chord(0, Q, 60, 64, 67), chord(Q, Q, 71, 55)]),
    "chord-unison-and-octaves": midi([chord(0, Q, 60, 60), chord(Q, Q, 48, 60, 72)]),
    "chord-onset-tolerance": midi([
        note(0, Q, 60), note(119, Q - 119, 64), note(2 * Q, Q, 60), note(2 * Q + 120, Q - 120, 64)]),
    "chord-end-tolerance": midi([
        note(0, Q, 60), note(0, Q + 120, 64), note(2 * Q, Q, 60), note(2 * Q, Q + 121, 64)]),
    "chord-length-of-last-note": midi([note(0, Q, 60), note(60, Q + 60, 64), note(2 * Q, Q, 67)]),
    "chord-member-twice": midi([
        note(0, 2 * Q, 60), note(30, Q, 62), note(60, 2 * Q, 64), note(100, Q, 65),
        note(130, 2 * Q, 66), note(140, Q, 67)]),
    "chord-fractional-tolerance": midi(
        [note(0, 10, 60), note(2, 8, 64), note(20, 10, 60), note(23, 7, 64)], division=10),
    # Notes and their ends.
    "note-without-end": midi([on(0, 60), note(Q, Q, 62), on(2 * Q, 64)]),
    "note-struck-again": midi([on(0, 60), on(Q, 60), off(2 * Q, 60), off(3 * Q, 60)]),
    "note-off-before-on-at-same-tick": midi([note(0, Q, 60), note(Q, Q, 60), off(Q, 62), on(Q, 62),
                                             off(2 * Q, 62)]),
    "note-on-with-velocity-0": midi([on(0, 60), on(Q, 60, 0), on(Q, 62), on(2 * Q, 62, 0)]),
    "note-ends-by-channel": midi([
        on(0, 60), on(0, 60, channel=1), off(Q, 60, 1), off(2 * Q, 60)]),
    "note-running-status": midi([note(0, Q, 60), note(Q, Q, 62)], running=True),
    "track-with-unended-notes-only": midi(
        CONDUCTOR, [name("Piano"), on(0, 60)], [name("Flute"), scale()]),
    # Graces.
    "grace-before-note": midi([[on(0, 62), off(0, 62)], note(0, Q, 60), note(Q, Q, 64)]),
    "grace-chord": midi([[on(Q, 62), off(Q, 62), on(Q, 65), off(Q, 65)], note(0, Q, 60)]),
    "grace-inside": midi([note(0, Q, 60), [on(Q + E, 62), off(Q + E, 62)], note(Q, Q, 64)]),
    "grace-at-the-end": midi([scale(keys=(60, 62, 64, 65)), [on(4 * Q, 67), off(4 * Q, 67)]]),
    "grace-after-the-end": midi([scale(keys=(60, 62)), [on(3 * Q, 67), off(3 * Q, 67)]]),
    # Quantization.
    "quantize-onsets": midi([note(index * 35, 35, 60 + index % 12) for index in range(60)]),
    "quantize-lengths": midi([note(index * Q, 20 + index * 13, 60 + index % 12)
                              for index in range(34)]),
    "quantize-thirds": midi([note(index * T, T, 60 + index % 12) for index in range(24)]),
    "quantize-length-fills-gap": midi([note(0, 170, 60), note(S, 100, 62), note(T, 100, 64),
                                       note(Q, 185, 65), note(2 * Q, 205, 67)]),
    "quantize-five-thirds": midi([note(0, 5 * T, 60), note(5 * T, 7 * T, 62),
                                  note(12 * T, 11 * T, 64), note(23 * T, T, 65)]),
    "quantize-ties-between-grids": midi(
        [note(index * 7, 7, 60 + index % 12) for index in range(60)], division=24),
    "quantize-odd-division": midi(
        [note(index * 31, 29, 60 + index % 12) for index in range(40)], division=97),
    "quantize-division-256": midi(
        [note(index * 33, 31, 60 + index % 12) for index in range(40)], division=256),
    "quantize-tempo-in-track-is-an-onset": midi([
        tempo(0), note(0, 180, 60), tempo(S), note(Q, 180, 62), note(2 * Q, Q, 64)]),
    "quantize-time-signature-in-track": midi([
        meter(0, 3, 2), note(0, 180, 60), meter(2 * S, 2, 2), note(Q, 180, 62), key_signature(T * 4, 2),
        note(4 * Q, Q, 64)]),
    # Measures and ties.
    "tie-over-barline": midi([note(3 * Q, 2 * Q, 60), chord(7 * Q, 2 * Q, 64, 67)]),
    "tie-over-many-barlines": midi([meter(0, 3, 3), note(E, 3 * Q * 3, 60), chord(11 * Q, 5 * Q, 64, 67)]),
    "tie-thirds": midi([note(11 * T, 2 * T, 60), note(23 * T, 4 * T, 62)]),
    "meter-in-conductor": midi([meter(0, 3, 2), tempo(0), meter(6 * Q, 5, 3)],
                               [scale(keys=range(60, 72), step=2 * Q)]),
    "meter-begins-late": midi([meter(4 * Q, 3, 2)], [scale(keys=range(60, 72), step=3 * E)]),
    "meter-inside-measure": midi([meter(0, 4, 2), meter(2 * Q, 3, 2), meter(9 * Q, 2, 1)],
                                 [scale(keys=range(60, 72), step=5 * E)]),
    "meter-in-note-track": midi([meter(0, 3, 2), scale(keys=range(60, 72), step=5 * E)]),
    "meter-in-both": midi([meter(0, 3, 2)], [meter(0, 2, 2), meter(7 * Q, 2, 2),
                                              scale(keys=range(60, 72), step=5 * E)]),
    "meter-in-later-track": midi([scale(keys=range(60, 70), step=5 * E)], [meter(0, 3, 2)],
                                 [name("Flute"), scale(keys=range(70, 80), step=5 * E)], form=1),
    "meter-small": midi([meter(0, 3, 6), scale(keys=range(60, 66), step=E)]),
    "meter-twice-at-once": midi([meter(0, 4, 2), meter(0, 3, 2)],
                                [scale(keys=range(60, 70), step=5 * E)]),
    # Voices.
    "voices-two": midi([note(0, 2 * Q, 48), note(0, Q, 60), note(Q, Q, 62), note(2 * Q, 2 * Q, 64)]),
    "voices-tie-between": midi([
        note(0, 6 * Q, 48), note(0, Q, 60), note(Q, 4 * Q, 62), note(5 * Q, Q, 64),
        note(6 * Q, 3 * Q, 65), note(6 * Q, Q, 67), note(7 * Q, 5 * Q, 69), note(8 * Q, Q, 71)]),
    "voices-tie-into-plain-measure": midi([
        note(0, 2 * Q, 48), note(0, Q, 60), note(3 * Q, 2 * Q, 62), note(5 * Q, Q, 64)]),
    "voices-tie-from-plain-measure": midi([
        note(3 * Q, 2 * Q, 62), note(4 * Q, 2 * Q, 48), note(4 * Q, Q, 60)]),
    "voices-remembered-end": midi([
        chord(0, 3 * Q, 60, 64), note(0, 2 * Q, 48), chord(3 * Q, 2 * Q, 62, 65), note(5 * Q, Q, 67),
        note(2 * Q, Q, 50)]),
    "voices-remembered-end-beside-another-track": midi(
        CONDUCTOR,
        [name("Piano"), note(4 * Q, 3 * Q, 60), note(4 * Q, 2 * Q, 48), chord(7 * Q, 2 * Q, 62, 65),
         note(6 * Q, 2 * Q, 50), scale(start=9 * Q)],
        [name("Piano"), scale(start=0, keys=range(36, 52))]),
    "voices-remembered-end-after-thirds": midi(
        CONDUCTOR,
        [name("Piano"), chord(0, 3 * Q, 60, 64), note(3 * Q, T, 62), note(3 * Q, Q, 50),
         chord(3 * Q + T, 4 * T, 65, 69), scale(start=5 * Q)],
        [name("Piano"), scale(start=0, keys=range(36, 52))]),
    "voices-remembered-end-after-two-thirds": midi(
        CONDUCTOR,
        [name("Piano"), chord(0, 3 * Q, 60, 64), note(3 * Q, 2 * T, 62), note(3 * Q, Q, 50),
         chord(3 * Q + 2 * T, 4 * T, 65, 69), scale(start=6 * Q)],
        [name("Piano"), scale(start=0, keys=range(36, 52))]),
    "voices-remembered-end-by-loose-tie": midi(
        CONDUCTOR,
        [name("Piano"), note(0, 5 * Q, 48), note(0, Q, 60), note(Q, Q, 62),
         note(4 * Q, Q, 64), note(5 * Q, 2 * Q, 65), note(5 * Q, Q, 67), chord(6 * Q, 3 * Q, 69, 72),
         scale(start=9 * Q)],
        [name("Piano"), scale(start=0, keys=range(36, 52))]),
    # Ends of measures, which are remembered where a sign stands on the last barline.
    "measure-end-no-sign": midi(CONDUCTOR, CUT_CHORD),
    "measure-end-sign-before": signed(CUT_CHORD, at=8 * Q - S),
    "measure-end-sign-snapped": signed(CUT_CHORD, at=8 * Q - 1),
    "measure-end-sign-at": signed(CUT_CHORD),
    "measure-end-sign-after": signed(CUT_CHORD, at=12 * Q),
    "measure-end-sign-after-inside-measure": signed(CUT_CHORD, at=10 * Q),
    "measure-end-tempo": midi([CONDUCTOR, tempo(8 * Q)], CUT_CHORD),
    "measure-end-meter": midi([CONDUCTOR, meter(8 * Q, 3, 2)], CUT_CHORD),
    "measure-end-sign-in-track": midi([CUT_CHORD, key_signature(8 * Q, 2)]),
    "measure-end-sign-in-later-track": midi(
        CONDUCTOR, [name("Flute"), CUT_CHORD], [key_signature(8 * Q, 2)], [name("Piano"), CUT_CHORD],
        [name("Flute"), CUT_CHORD]),
    "measure-end-program": midi([program(0, 0), CUT_CHORD, program(8 * Q, 40)]),
    "measure-end-grace": midi([CUT_CHORD, on(8 * Q, 72), off(8 * Q, 72)]),
    "measure-end-note": signed(note(0, 3 * Q, 60), note(3 * Q, 2 * Q, 62), note(5 * Q, 3 * Q, 67)),
    "measure-end-note-after-chord": signed(
        chord(0, 3 * Q, 60, 64), note(3 * Q, 2 * Q, 62), note(5 * Q, 3 * Q, 67)),
    "measure-end-chord-to-barline": signed(
        note(0, 3 * Q, 60), chord(3 * Q, Q, 62, 65), note(4 * Q, 4 * Q, 67)),
    "measure-end-chord-alone": signed(chord(0, 6 * Q, 62, 65), note(6 * Q, 2 * Q, 67)),
    "measure-end-chord-after-rest": signed(chord(Q, 5 * Q, 62, 65), note(6 * Q, 2 * Q, 67)),
    "measure-end-chord-over-many-barlines": signed(
        note(0, Q, 60), chord(Q, 13 * Q, 62, 65), note(14 * Q, 2 * Q, 67), at=16 * Q),
    "measure-end-several-chords": signed(
        note(0, 3 * Q, 60), chord(3 * Q, 2 * Q, 62, 65), note(5 * Q, 2 * Q, 67), chord(7 * Q, 3 * Q, 64, 69),
        note(10 * Q, 2 * Q, 67), note(12 * Q, 3 * Q, 65), chord(15 * Q, 4 * Q, 60, 64), note(19 * Q, Q, 62),
        chord(20 * Q, 5 * Q, 59, 62), note(25 * Q, 3 * Q, 60), at=28 * Q),
    "measure-end-other-meters": midi(
        [meter(0, 3, 2), meter(6 * Q, 5, 3), key_signature(11 * Q, 1)],
        [chord(0, 4 * Q, 60, 64), note(4 * Q, 2 * Q, 62), chord(6 * Q, 3 * Q, 65, 69), note(9 * Q, 2 * Q, 67)]),
    "measure-end-sign-at-chord": midi(
        [CONDUCTOR, tempo(3 * Q, 400_000), key_signature(8 * Q, 2)], CUT_CHORD),
    "measure-end-sign-inside-chord": midi(
        [CONDUCTOR, tempo(3 * Q + E, 400_000), key_signature(8 * Q, 2)], CUT_CHORD),
    "measure-end-after-four-thirds": signed(
        chord(0, 4 * T, 60, 64), chord(4 * T, 5 * Q - 4 * T, 62, 65), note(5 * Q, 3 * Q, 67)),
    "measure-end-after-seven-thirds": signed(
        chord(0, 7 * T, 60, 64), chord(7 * T, 5 * Q - 7 * T, 62, 65), note(5 * Q, 3 * Q, 67)),
    "measure-end-after-a-third-in-second-measure": midi(
        [meter(0, 2, 2), key_signature(6 * Q, 2)],
        [chord(0, 2 * Q, 60, 64), chord(2 * Q, T, 60, 64), chord(7 * T, 5 * Q - 7 * T, 62, 65), note(5 * Q, Q, 67)]),
    "measure-end-before-voices": signed(
        note(0, 3 * Q, 60), chord(3 * Q, 2 * Q, 62, 65), note(5 * Q, 3 * Q, 67), note(5 * Q, Q, 50),
        note(8 * Q, 4 * Q, 72), at=12 * Q),
    "measure-end-after-voices": signed(
        note(0, 4 * Q, 67), note(0, Q, 50), note(4 * Q, 3 * Q, 60), chord(7 * Q, 2 * Q, 62, 65),
        note(9 * Q, 3 * Q, 72), at=12 * Q),
    "measure-end-after-tie-from-voices": signed(
        note(0, 5 * Q, 67), note(0, Q, 50), note(5 * Q, 2 * Q, 60), chord(7 * Q, 2 * Q, 62, 65),
        note(9 * Q, 3 * Q, 72), at=12 * Q),
    "measure-end-in-voices": signed(
        note(0, 2 * Q, 48), note(0, 3 * Q, 60), chord(3 * Q, 2 * Q, 62, 65), note(5 * Q, 3 * Q, 67)),
    "measure-end-between-voices": signed(
        note(0, 4 * Q, 67), note(0, Q, 50), chord(4 * Q, 6 * Q, 60, 64), note(10 * Q, Q, 62),
        note(10 * Q, 2 * Q, 55), note(12 * Q, 4 * Q, 72), at=16 * Q),
    "measure-end-drums": signed(
        note(0, 3 * Q, 60), note(3 * Q, 2 * Q, 36, 9), note(3 * Q, 2 * Q, 42, 9), note(5 * Q, 3 * Q, 67)),
    "measure-end-several-parts": midi(
        [CONDUCTOR, key_signature(12 * Q, 2)],
        [name("Piano"), CUT_CHORD], [name("Flute"), CUT_CHORD],
        [name("Piano"), scale(keys=range(40, 52))]),
    "measure-end-passes-program": midi(CONDUCTOR, [
        name("Piano"), note(0, 2 * Q, 55), chord(2 * Q, 5 * Q, 60, 64), program(7 * Q, 73),
        note(7 * Q, Q, 67), program(8 * Q, 0)]),
    "measure-end-comes-to-program": midi(
        CONDUCTOR,
        [note(0, 3 * Q, 50), chord(3 * Q, 2 * Q, 60, 64), program(4 * Q, 40), program(8 * Q, 73)],
        [name("Violin"), scale()], [name("Flute"), scale(keys=range(70, 75))]),
    "part-program-after-empty-measure": midi(
        CONDUCTOR, [note(2 * Q, 2 * Q, 60), program(4 * Q, 40), program(8 * Q, 73)],
        [name("Violin"), scale()], [name("Flute"), scale(keys=range(70, 75))]),
    "voices-lost-note": midi([
        note(0, Q, 60), note(E, 3 * E, 62), note(Q, Q, 64), note(3 * E, 5 * E, 65),
        note(2 * Q, 2 * Q, 67), note(2 * Q, E, 69)]),
    "voices-graces": midi([
        note(0, 2 * Q, 48), note(0, Q, 60), [on(Q, 62), off(Q, 62)], [on(Q, 90), off(Q, 90)],
        note(Q, Q, 64)]),
    # Instruments and parts.
    "part-no-instrument": midi(CONDUCTOR, [scale()], [scale(keys=range(70, 75))]),
    "part-one-track-lacks-instrument": midi(CONDUCTOR, [scale()], [name("Flute"), scale(keys=range(70, 75))]),
    "part-same-instrument-merges": midi(
        CONDUCTOR, [name("Piano"), scale()], [name("Piano"), scale(keys=range(40, 45), start=E)]),
    "part-same-program-merges": midi(
        CONDUCTOR, [program(0, 0), scale()], [program(0, 1), scale(keys=range(40, 45))]),
    "part-name-and-program": midi(
        CONDUCTOR, [name("piano"), program(0, 0), scale()], [name("Piano"), program(0, 0), scale(keys=range(40, 45))]),
    "part-unknown-name-and-program": midi(
        CONDUCTOR, [name("upper:"), program(0, 0), scale()], [name("lower:"), program(0, 0), scale(keys=range(40, 45))]),
    "part-unknown-names": midi(CONDUCTOR, [name("upper:"), scale()], [name("lower:"), scale(keys=range(40, 45))]),
    "part-number-name": midi(CONDUCTOR, [name("Instrument 1"), instrument_name("Inst 2"), scale()]),
    "part-names-in-languages": midi(
        CONDUCTOR, [name("Flöte"), scale()], [name("flûte à bec"), scale(keys=range(40, 45))],
        [name("Klavier\0x"), scale(keys=range(50, 55))]),
    "part-name-latin-1": midi(CONDUCTOR, [name(b"Fl\xf6te"), scale()], [name("Piano"), scale(keys=range(40, 45))]),
    "part-instrument-name-event": midi(
        CONDUCTOR, [instrument_name("Grand"), program(0, 0), scale()], [instrument_name("Grand"), scale(keys=range(40, 45))]),
    "part-program-change-inside": midi([program(0, 0), program(5 * E, 40), program(4 * Q, 0), scale(keys=range(60, 72), step=E)]),
    "part-notes-before-instrument": midi([program(2 * Q, 0), scale(keys=range(60, 72), step=E)]),
    "part-programs-close-together": midi([program(0, 0), program(20, 40), program(Q, 40), program(Q + 20, 0), scale(keys=range(60, 72), step=E)]),
    "part-grace-at-instrument-change": midi([program(0, 0), program(Q, 40), [on(Q, 72), off(Q, 72)], scale()]),
    "part-text-track-first": midi([name("A title"), meta(0, 1, b"words")], [name("Piano"), scale()]),
    "part-first-holds-no-notes": midi(
        CONDUCTOR, [name("violin"), program(0, 0), scale()], [name("Piano"), scale(keys=range(40, 45))]),
    "part-unknown-name-before-late-program": midi(
        CONDUCTOR, [name("upper:"), program(2 * Q, 0), scale(keys=range(60, 72), step=E)]),
    "part-later-program-of-same-kind": midi([
        program(0, 0), program(4 * Q, 1), [on(4 * Q, 90), off(4 * Q, 90)], scale(keys=range(60, 72))]),
    # Drums.
    "drums-first": midi(CONDUCTOR, [program(0, 0, 9), [note(i * Q, E, 36, 9) for i in range(4)]], [name("Piano"), scale()]),
    "drums-in-a-chord": midi([chord(0, Q, 60, 64), note(0, Q, 36, 9), note(Q, Q, 62)]),
    "drums-only": midi([[note(i * Q, E, 36, 9) for i in range(4)]]),
    # Files.
    "file-format-0-with-channels": midi([program(0, 0), program(0, 40, 1), scale(), note(0, Q, 72, 1), note(Q, Q, 74, 1)]),
    "file-no-notes": midi(CONDUCTOR),
    "file-frames": midi([note(0, 2000, 60), note(10080, 10080, 62), note(17640, 5040, 64)], division=0xE719),
    "file-several-tempi": midi([tempo(0), tempo(Q, 400_000), tempo(9 * S, 300_000), tempo(5 * Q, 900_000)], [scale()]),
    "file-marks-after-the-music": midi([meter(0, 3, 2), tempo(30 * Q)], [name("Piano"), scale(), [on(30 * Q, 70), off(30 * Q, 70)]]),
}

NAMES = [
    "Piano", "piano", "PIANO.", "Piano left", "Grand Piano", "right hand", "RH", "Clarinet 2 in A",
    "Clarinetto 3", "Violin I", "Violino", "Viola da gamba", "Vla.", "Vc", "Violoncello", "Cello solo",
    "Flöte", "Flo\u0308te", "flûte à bec", "Tenor Saxophone", "sax tenor", "Bb Piccolo Trumpet",
    "Acoustic Guitar", "electric bass", "E-Bass", "Choir (Aahs)", "Soprano", "Mezzo-soprano",
    "VOICE.", "Gesang", "Singstimme", "voix", "Orgel", "[Organi]", "Pipe Organ", "Church organ",
    "harpsichord", "Cembalo", "Clavecin", "Celesta", "Harp", "Arpa", "Timpani", "Pauken", "Drums",
    "Snare Drum", "Bass Drum", "tam tam", "Horn in F", "Corno inglese", "English Horn", "Cor anglais",
    "Bassoon", "Fagott", "Oboe d'amore", "Tuba", "Posaune", "Trombone 2", "Trompete", "Bass",
    "Contrabass", "Kontrabass", "Bass Clarinet", "b cl", "Alto", ":alt", "Tenor", "Bariton",
    "I <3 music saxofono tenore go beavers", "Фортепиано", "skripka", "gitara", "Instrument 1",
    "inst 7", "12", "", "   ", "staff:piano:left", "piano\u00a0forte", "STEINWAY GRAND PIANO",
]


def random_file(generator):
    """A file whose notes are near-simultaneous, overlapping, repeated, short and long."""
    division = generator.choice([24, 96, 97, 120, 256, 384, 480, 480, 1000])
    tracks = []
    for index in range(generator.randint(1, 4)):
        events = []
        if generator.random() < 0.6:
            events.append(name(generator.choice(
                ["Piano", "Piano", "Piano", "upper", "Flute", "piano", "Violin", "12", ""])))
        if generator.random() < 0.5:
            events.append(program(generator.choice([0, 0, 0, division]), generator.choice([0, 0, 1, 40, 73])))
        for _ in range(generator.choice([0, 0, 1, 3])):
            tick = generator.randrange(0, 12) * division // generator.choice([1, 1, 2])
            events.append(generator.choice([
                tempo(tick), key_signature(tick, 1), meter(tick, generator.randint(1, 7), generator.randint(1, 4)),
                program(tick, generator.choice([0, 40]))]))
        if index > 0 or generator.random() < 0.5:
            step = division // generator.choice([2, 3, 3, 4, 4, 6])
            for _ in range(generator.randint(1, 60)):
                tick = generator.randrange(0, 40) * step
                if generator.random() < 0.3:
                    tick += generator.randrange(0, division // 5 + 1)
                length = generator.choice([0, 1, 1, 2, 3, 4, 4, 8, 20]) * step
                if generator.random() < 0.3:
                    length += generator.randrange(0, division // 5 + 1)
                channel = generator.choice([0] * 30 + [1, 9])
                for _ in range(generator.choice([1, 1, 2, 3])):
                    events += note(tick, length, generator.randrange(36, 84), channel)
        tracks.append(events)
    return midi(*tracks, division=division, form=1)


def oracle():
    """The reading half: music21-tokens.py beside this file."""
    spec = importlib.util.spec_from_file_location("tokens", os.path.join(HERE, "music21-tokens.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--random", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    if options.random:
        generator = random.Random(options.seed)
        for number in range(options.random):
            with open(os.path.join(options.folder, f"random-{number:04}.mid"), "wb") as file:
                file.write(random_file(generator))
        return

    from music21 import chord as chords, instrument, pitch

    tokens = oracle()
    with open(os.path.join(options.folder, "tokens.jsonl"), "w", encoding="utf-8") as lines:
        for rule in sorted(RULES):
            path = os.path.join(options.folder, rule + ".mid")
            with open(path, "wb") as file:
                file.write(RULES[rule])
            found, offsets, durations, parts = tokens.read(path)
            print(json.dumps({"file": rule, "tokens": found, "offsets": offsets,
                              "durations": durations, "parts": parts}), file=lines)
    with open(os.path.join(options.folder, "pitches.txt"), "w", encoding="utf-8") as lines:
        for key in range(128):
            print(pitch.Pitch(midi=key), file=lines)
    with open(os.path.join(options.folder, "normal-orders.txt"), "w", encoding="utf-8") as lines:
        for bits in range(1, 4096):
            members = [pitch_class for pitch_class in range(12) if bits >> pitch_class & 1]
            print(".".join(map(str, chords.Chord(members).normalOrder)), file=lines)
    with open(os.path.join(options.folder, "instruments.jsonl"), "w", encoding="utf-8") as lines:
        for text in NAMES:
            try:
                kind = type(instrument.fromString(text.strip())).__name__
            except instrument.InstrumentException:
                kind = None
            print(json.dumps({"name": text, "kind": kind}), file=lines)


if __name__ == "__main__":
    main()
