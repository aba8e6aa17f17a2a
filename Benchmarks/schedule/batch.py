"""A batch: the rules of `BatchRun`, `ComposerGroup` and `WorkQueue`."""

import random

from simulation import Machine

# `Studio.mostRows`.
ROWS = 16
# The steps in which a piece is composed here; the network takes a hundred times as many.
STEPS = 40
# How long the default model's pieces of 500 events sound, seeds 1 to 12, in parts of their mean.
LENGTHS = [0.50, 0.63, 0.64, 1.58, 0.94, 1.49, 0.74, 0.98, 1.12, 0.63, 0.89, 1.85]


def seconds(start, compose, play, pieces, threads):
    """How long a batch takes.

    start: seconds until the first piece is begun.
    compose: the function from a number of rows to the seconds that a piece takes of a core in a group of so many.
    play: seconds of a core that a piece's files take.
    """
    machine = Machine(threads)
    draws = random.Random(1)
    # What is still to be composed and to be played of each piece; some have more tokens an event than others.
    waiting = [[draws.uniform(0.9, 1.1), LENGTHS[index % len(LENGTHS)]] for index in range(pieces)]
    rows = min(ROWS, -(-pieces // threads))
    queue = []
    state = {"idle": 0, "makers": threads}

    def worker():
        yield start
        group = [waiting.pop(0) for _ in range(min(rows, len(waiting)))]
        while group:
            yield compose(len(group)) * len(group) / STEPS
            for piece in group:
                piece[0] -= 1 / STEPS
            for piece in [piece for piece in group if piece[0] <= 0]:
                if state["idle"] > len(queue):
                    queue.append(piece[1])
                else:
                    yield play * piece[1]
                group.remove(piece)
                if waiting:
                    group.append(waiting.pop(0))
        state["makers"] -= 1
        while state["makers"] or queue:
            state["idle"] += 1
            yield lambda: queue or not state["makers"]
            state["idle"] -= 1
            if queue:
                yield play * queue.pop()

    for _ in range(threads):
        machine.start(worker())
    return machine.run()
