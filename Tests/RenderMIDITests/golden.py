"""Writes Golden.swift: a file that mido (1.3) made, and what mido itself finds in it.

    python3 -m venv venv && venv/bin/pip install mido && venv/bin/python golden.py > Golden.swift
"""

import io
import random

import mido


def file_form(message):
    """The bytes of a message as they stand in a file, status and length included."""
    if message.type == "sysex":
        data = message.bytes()[1:]
        return bytes([0xF0, len(data)] + data)
    return bytes(message.bytes())


def make(rng):
    midi = mido.MidiFile(type=1, ticks_per_beat=384)
    conductor = mido.MidiTrack()
    conductor.append(mido.MetaMessage("track_name", name="Conductor", time=0))
    conductor.append(mido.MetaMessage("time_signature", numerator=6, denominator=8, time=0))
    conductor.append(mido.MetaMessage("key_signature", key="F#m", time=0))
    for _ in range(12):
        conductor.append(
            mido.MetaMessage(
                "set_tempo", tempo=rng.randrange(200_000, 1_500_000), time=rng.randrange(0, 700)
            )
        )
    conductor.append(mido.MetaMessage("marker", text="coda", time=70_000))
    midi.tracks.append(conductor)
    for channel in (0, 9):
        track = mido.MidiTrack()
        track.append(mido.MetaMessage("midi_port", port=channel, time=0))
        track.append(mido.MetaMessage("lyrics", text="la", time=0))
        track.append(mido.Message("program_change", channel=channel, program=channel, time=0))
        track.append(mido.Message("sysex", data=[0x7E, 0x7F, 0x09, 0x01], time=5))
        for _ in range(40):
            kind = rng.choice(
                ["note_on", "note_on", "note_off", "control_change", "pitchwheel", "polytouch",
                 "aftertouch"]
            )
            message = mido.Message(kind, channel=channel, time=rng.randrange(0, 400))
            for name in ("note", "velocity", "control", "value"):
                if hasattr(message, name):
                    setattr(message, name, rng.randrange(128))
            if kind == "pitchwheel":
                message.pitch = rng.randrange(-8192, 8192)
            track.append(message)
        track.append(mido.MetaMessage("sequencer_specific", data=(0, 1, 2), time=0))
        midi.tracks.append(track)
    buffer = io.BytesIO()
    midi.save(file=buffer)
    return buffer.getvalue()


def main():
    content = make(random.Random(3))
    midi = mido.MidiFile(file=io.BytesIO(content))
    print("// Made by golden.py with mido; not edited by hand.\n")
    print("// swift-format-ignore-file\n")
    print("/// A file that mido wrote, and mido's own reading of it.")
    print("enum Golden {")
    print('  static let file = bytes("""')
    text = content.hex()
    for start in range(0, len(text), 96):
        print(f"    {text[start:start + 96]}")
    print('    """)\n')
    print("  /// Track, absolute tick, the event's bytes in full form.")
    print("  static let events: [(track: Int, tick: Int, bytes: String)] = [")
    for index, track in enumerate(midi.tracks):
        tick = 0
        for message in track:
            tick += message.time
            print(f'    ({index}, {tick}, "{file_form(message).hex()}"),')
    print("  ]\n")
    print("  /// Seconds at each note-on in order of time, all tracks together.")
    print("  static let noteOnSeconds: [(tick: Int, seconds: Double)] = [")
    tempo, tick, seconds = 500_000, 0, 0.0
    for message in mido.merge_tracks(midi.tracks):
        tick += message.time
        seconds += mido.tick2second(message.time, midi.ticks_per_beat, tempo)
        if message.type == "set_tempo":
            tempo = message.tempo
        if message.type == "note_on":
            print(f"    ({tick}, {seconds!r}),")
    print("  ]")
    print("}")


main()
