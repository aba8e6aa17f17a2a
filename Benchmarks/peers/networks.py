"""The peers' ways to generate and to train, each as fast as its library's users would write it.

Every function returns units of work a second: notes, or samples that are learned from.
"""

import os
import time

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy
import torch
from torch import nn

WINDOW = 100
UNITS = 512


def per_second(work, step, warm_up=2):
    """Does `step` `work` times, after a few that are not counted; `step` says how much each is worth."""
    for _ in range(warm_up):
        step()
    began = time.monotonic()
    done = sum(step() for _ in range(work))
    return done / (time.monotonic() - began)


# Generation

class Stacked(nn.Module):
    """LSTM 512 × 3, dense 256, dense V: the network of the tutorial's generation part."""

    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.lstm = nn.LSTM(1, UNITS, num_layers=3, batch_first=True)
        self.cells = nn.ModuleList(nn.LSTMCell(inputs, UNITS) for inputs in (1, UNITS, UNITS))
        self.first, self.second = nn.Linear(UNITS, 256), nn.Linear(256, vocabulary)

    def choose(self, hidden):
        return torch.multinomial(torch.softmax(self.second(self.first(hidden)), -1), 1)

    def window(self, notes):
        """A note from a window of 100, from a fresh state."""
        window = torch.zeros(1, WINDOW, 1)
        with torch.inference_mode():
            def step():
                nonlocal window
                hidden, _ = self.lstm(window)
                note = self.choose(hidden[:, -1])
                window = torch.cat([window[:, 1:], note[None] / self.vocabulary], 1)
                return 1
            return per_second(notes, step)

    def with_lstm(self, rows, notes):
        """A note a row from the state before, through `nn.LSTM`."""
        note, state = torch.zeros(rows, 1), None
        with torch.inference_mode():
            def step():
                nonlocal note, state
                hidden, state = self.lstm(note[:, None] / self.vocabulary, state)
                note = self.choose(hidden[:, -1])
                return rows
            return per_second(notes, step)

    def with_cells(self, rows, notes):
        """The same through `nn.LSTMCell`."""
        note, states = torch.zeros(rows, 1), [None] * 3
        with torch.inference_mode():
            def step():
                nonlocal note
                x = note / self.vocabulary
                for index, cell in enumerate(self.cells):
                    states[index] = cell(x, states[index])
                    x = states[index][0]
                note = self.choose(x)
                return rows
            return per_second(notes, step)


class Default(nn.Module):
    """Preset `default` without its memory and planner, which the peers are spared: its layers as `render info`
    names them."""

    def __init__(self, vocabulary, features, width=192):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.features = nn.EmbeddingBag(features, width, mode="sum")
        self.feature_count = features
        self.cells = nn.ModuleList(nn.LSTMCell(inputs, UNITS) for inputs in (width, UNITS))
        self.lstm = nn.LSTM(width, UNITS, num_layers=2)
        self.dense = nn.Linear(UNITS, vocabulary)

    def stateful(self, rows, steps):
        """Tokens a second by the faster of the two ways: through `nn.LSTMCell`, and `nn.LSTM`."""
        told = torch.randint(self.feature_count, (rows, 8))
        with torch.inference_mode():
            token, states, state = torch.zeros(rows, dtype=torch.long), [None] * 2, None

            def choose(hidden):
                nonlocal token
                token = torch.multinomial(torch.softmax(self.dense(hidden), -1), 1)[:, 0]
                return rows

            def with_cells():
                x = self.tokens(token) + self.features(told)
                for index, cell in enumerate(self.cells):
                    states[index] = cell(x, states[index])
                    x = states[index][0]
                return choose(x)

            def with_lstm():
                nonlocal state
                x, state = self.lstm((self.tokens(token) + self.features(told))[None], state)
                return choose(x[0])
            return max(per_second(steps, with_cells), per_second(steps, with_lstm))


def keras_stacked(vocabulary):
    import keras
    lstm = keras.layers.LSTM
    return keras.Sequential([
        keras.layers.Input((WINDOW, 1)), lstm(UNITS, return_sequences=True),
        lstm(UNITS, return_sequences=True), lstm(UNITS), keras.layers.Dense(256),
        keras.layers.Dense(vocabulary, activation="softmax")])


def keras_window(model, notes):
    """The tutorial's loop: `predict` a window, take a note, move on."""
    vocabulary = model.output_shape[-1]
    window = [0] * WINDOW

    def step():
        nonlocal window
        given = numpy.reshape(window, (1, WINDOW, 1)) / vocabulary
        note = int(numpy.argmax(model.predict(given, verbose=0)))
        window = window[1:] + [note]
        return 1
    return per_second(notes, step)


def onnx_window(network, notes, folder):
    """The same in ONNX Runtime."""
    import onnxruntime
    path = os.path.join(folder, "stacked.onnx")

    class Whole(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, window):
            hidden, _ = self.network.lstm(window)
            return self.network.second(self.network.first(hidden[:, -1]))

    torch.onnx.export(Whole(), (torch.zeros(1, WINDOW, 1),), path, input_names=["window"], dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count()
    session = onnxruntime.InferenceSession(path, options)
    window = numpy.zeros((1, WINDOW, 1), "float32")

    def step():
        nonlocal window
        note = session.run(None, {"window": window})[0].argmax()
        window = numpy.concatenate(
            [window[:, 1:], numpy.full((1, 1, 1), note / network.vocabulary, "float32")], 1)
        return 1
    return per_second(notes, step)


# Training

class Tutorial(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.first = nn.LSTM(1, 256, batch_first=True)
        self.second = nn.LSTM(256, 512, batch_first=True)
        self.third = nn.LSTM(512, 256, batch_first=True)
        self.dense, self.output = nn.Linear(256, 256), nn.Linear(256, vocabulary)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x):
        x = self.dropout(self.first(x)[0])
        x = self.dropout(self.second(x)[0])
        x = self.third(x)[0][:, -1]
        return self.output(self.dropout(self.dense(x)))


class Dense(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 128)
        self.lstm = nn.LSTM(128, UNITS, num_layers=2, batch_first=True)
        self.output = nn.Linear(UNITS, vocabulary)
        self.state = None

    def forward(self, x):
        x, state = self.lstm(self.embedding(x), self.state)
        self.state = tuple(part.detach() for part in state)
        return self.output(x)


def torch_training(name, steps, rounds_to_bfloat16=False):
    """Samples a second: windows of the tutorial's network, tokens of the dense one."""
    torch.manual_seed(1)
    if name == "tutorial":
        network, shape, vocabulary = Tutorial(350), (64, WINDOW, 1), 350
        optimizer, clip = torch.optim.RMSprop(network.parameters(), lr=1e-3), None
        given, targets = torch.rand(shape), torch.randint(vocabulary, (64,))
    else:
        network, shape, vocabulary = Dense(400), (32, 128), 400
        optimizer, clip = torch.optim.Adam(network.parameters(), lr=1e-3), 1
        given, targets = torch.randint(vocabulary, shape), torch.randint(vocabulary, shape)

    def step():
        with torch.autocast("cpu", torch.bfloat16, enabled=rounds_to_bfloat16):
            loss = nn.functional.cross_entropy(network(given).flatten(0, -2), targets.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimizer.step()
        return targets.numel()
    return per_second(steps, step)


def keras_training(steps):
    """Samples a second of the tutorial's network, by `fit`."""
    import keras
    lstm, dropout, dense = keras.layers.LSTM, keras.layers.Dropout, keras.layers.Dense
    model = keras.Sequential([
        keras.layers.Input((WINDOW, 1)), lstm(256, return_sequences=True), dropout(0.3),
        lstm(512, return_sequences=True), dropout(0.3), lstm(256), dense(256), dropout(0.3),
        dense(350, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
    given = numpy.random.rand(64 * steps, WINDOW, 1).astype("float32")
    targets = numpy.random.randint(350, size=64 * steps)
    model.fit(given[:128], targets[:128], batch_size=64, verbose=0)
    began = time.monotonic()
    model.fit(given, targets, batch_size=64, verbose=0)
    return 64 * steps / (time.monotonic() - began)
