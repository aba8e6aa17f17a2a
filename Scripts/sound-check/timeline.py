"""A MIDI file as FluidSynth calls. Sources/RenderMIDI/PlayedEvent.swift says in which order messages are
played, Sources/RenderAudio/Synthesis/MessageQueue.swift in which block of 64 frames. Times are exact.
"""
from fractions import Fraction
from math import floor

BLOCK = 64
LONGEST_TAIL = 30
# Sustain pedal, sostenuto pedal, all notes off.
RELEASE = [64, 66, 123]
# Beside the channel, in the order of the call's arguments.
FIELDS = {
    "note_on": ["note", "velocity"], "note_off": ["note"], "control_change": ["control", "value"],
    "program_change": ["program"], "pitchwheel": ["pitch"], "aftertouch": ["value"],
    "polytouch": ["note", "value"],
}


class Timeline:
    def __init__(self, midi):
        self.messages = []  # (seconds, name, message)
        self.end = Fraction(0)
        groups = [[track] for track in midi.tracks] if midi.type == 2 else [midi.tracks]
        for tracks in groups:
            self._append(tracks, midi.ticks_per_beat)

    def _append(self, tracks, ticks_per_quarter):
        events = []
        tempos = {}
        for number, track in enumerate(tracks):
            tick, last, sounds = 0, 0, False
            for index, message in enumerate(track):
                tick += message.time
                if message.type == "set_tempo":
                    tempos[tick] = message.tempo
                name = message.type
                if name == "note_on" and message.velocity == 0:
                    name = "note_off"
                # What a track has before its first note of a tick comes before all tracks' notes.
                sounds = (sounds and tick == last) or name == "note_on"
                last = tick
                events.append(((tick, sounds, number, index), name, message))
        start = self.end
        changes = sorted(tempos.items())
        origin, position, tempo = 0, 0, 500_000
        for (tick, *_), name, message in sorted(events, key=lambda event: event[0]):
            while changes and changes[0][0] <= tick:
                position += (changes[0][0] - origin) * tempo
                origin, tempo = changes.pop(0)
            microseconds = Fraction(position + (tick - origin) * tempo, ticks_per_quarter)
            seconds = start + microseconds / 1_000_000
            self.end = max(self.end, seconds)
            if name in FIELDS:
                self.messages.append((seconds, name, message))


class Calls:
    """The list for the reference program, and where the piece ends."""

    def __init__(self, midi, rate):
        timeline = Timeline(midi)
        self.rate = rate
        self.ties = 0
        self.lines = []
        self.onsets = []
        sounding = set()
        last_note = 0
        for seconds, name, message in timeline.messages:
            block = self.block(seconds)
            values = [getattr(message, field) for field in FIELDS[name]]
            if name == "pitchwheel":
                values = [values[0] + 8192]
            self._append(block, name, message.channel, values)
            if name == "note_on":
                self.onsets.append(block)
                sounding.add((message.channel, message.note))
            elif name == "note_off":
                sounding.discard((message.channel, message.note))
            if name in ("note_on", "note_off"):
                last_note = block
        end = timeline.messages[-1][0]
        if sounding:
            end = min(max(end, timeline.end), end + LONGEST_TAIL)
            last_note = self.block(end)
        self.tail = last_note
        release = self.block(end)
        for channel in range(16):
            for controller in RELEASE:
                self._append(release, "control_change", channel, [controller, 0])

    def _append(self, block, name, channel, values):
        a, b = (values + [0])[:2]
        self.lines.append(f"{block} {name} {channel} {a} {b}\n")

    def block(self, seconds):
        blocks = seconds * self.rate / BLOCK
        if blocks.denominator == 2:
            # Two boundaries are as near: rounding of the time in double precision decides.
            self.ties += 1
            return floor(float(seconds) * (self.rate / BLOCK) + 0.5)
        return floor(blocks + Fraction(1, 2))
