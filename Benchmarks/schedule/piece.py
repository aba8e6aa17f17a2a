"""A piece with sound: the rules of `Synthesis`, `SynthesizerPair` and `PrefetchSequence`."""

from dataclasses import dataclass

from simulation import Machine

# Seconds of sound in a segment (`stretchBlocks` of 64 frames), that a performance looks ahead (eight bars, about),
# and in a piece with its tail.
SEGMENT = 64 * 64 / 44100
LOOKAHEAD = 16
# Segments synthesized ahead (`Synthesis.ahead`).
AHEAD = 128


@dataclass
class Costs:
    """Seconds of one core that the parts of a piece take."""

    # Seconds of sound.
    sound: float
    # Process, model and soundfont, until the first note is composed.
    start: float
    # Network, memory, grammar and performance.
    compose: float
    # The voices of both halves.
    voices: float
    # FluidSynth's reverb of one half; both have it.
    reverb: float
    # Loudness, peaks, and the scratch file.
    measure: float
    # Gain, dither and the file, once the loudness is known.
    finish: float
    # The encoder, while the rest of the file is being finished.
    encode: float = 0
    # A reverb over the sum of both halves, by the thread that measures; FluidSynth's has to be 0 then.
    room: float = 0

    @property
    def total(self):
        return (self.start + self.compose + self.voices + 2 * self.reverb + self.measure + self.finish
                + self.encode + self.room)


def seconds(costs, threads, cores=None):
    """How long a piece takes."""
    machine = Machine(cores or threads)
    count = round(costs.sound / SEGMENT)
    half = (costs.voices / 2 + costs.reverb) / count
    lookahead = round(LOOKAHEAD / SEGMENT)
    state = {"composed": 0, "planned": 0, "heard": 0, "begun": False, "encoded": 0}
    # Segments of each half that are still to be played and that were played, and whether one is being played.
    waiting, played, taken = [0, 0], [0, 0], [False, False]

    def composer():
        yield costs.start
        state["begun"] = True
        while state["composed"] < count:
            yield costs.compose / count
            state["composed"] += 1

    def next_half():
        free = [half for half in (0, 1) if not taken[half] and waiting[half]]
        return max(free, key=lambda half: waiting[half], default=None)

    def play(index):
        waiting[index] -= 1
        taken[index] = True
        yield half
        taken[index] = False
        played[index] += 1

    def helper():
        while min(played) < count:
            index = next_half()
            if index is None:
                yield lambda: next_half() is not None or min(played) == count
            else:
                yield from play(index)

    def may_plan():
        return state["planned"] < count and state["planned"] - state["heard"] < (AHEAD if threads > 1 else 1)

    def is_composed():
        return state["composed"] >= min(count, state["planned"] + lookahead)

    def consumer():
        if threads == 1:
            yield from composer()
        yield lambda: state["begun"]
        while state["heard"] < count:
            if state["heard"] < min(played):
                yield (costs.measure + costs.room) / count
                state["heard"] += 1
            elif may_plan():
                if not is_composed():
                    yield is_composed
                state["planned"] += 1
                waiting[0] += 1
                waiting[1] += 1
            elif (index := next_half()) is not None:
                yield from play(index)
            else:
                yield lambda: state["heard"] < min(played)
        # The file, in parts, of which one is encoded while the next is made.
        parts = 64
        for part in range(parts):
            yield costs.finish / parts
            if threads == 1:
                yield costs.encode / parts
            else:
                yield lambda: state["encoded"] >= part
                state["sent"] = part + 1
        yield lambda: threads == 1 or state["encoded"] == parts

    def encoder():
        while state["encoded"] < 64:
            yield lambda: state.get("sent", 0) > state["encoded"]
            yield costs.encode / 64
            state["encoded"] += 1

    machine.start(consumer())
    if threads > 1:
        machine.start(composer())
        machine.start(encoder())
        for _ in range(min(threads - 1, 2)):
            machine.start(helper())
    return machine.run()


def bound(costs):
    """The parts that no number of cores makes shorter, and their seconds: the longest way through the piece."""
    ways = {
        "composing": costs.compose,
        "one half of the keys": costs.voices / 2 + costs.reverb,
        "loudness" + (" and room" if costs.room else ""): costs.measure + costs.room,
    }
    name = max(ways, key=ways.get)
    return name, costs.start + ways[name] + max(costs.finish, costs.encode)
