"""Trains networks like the tutorial's in Keras, saves them in all its formats, and writes what they predict.

    pip install tensorflow-cpu tf_keras
    python Scripts/keras-models.py Tests/RenderKerasTests/Fixtures
    python Scripts/keras-models.py FOLDER --full        # as large as the tutorial's; for make keras-parity

For each network: its weights by Keras 3 and by Keras 2 (`tf_keras`), the tokens it was trained with as a
pickle, and in NAME.json the windows that it hears with the probabilities it gives, and the tokens it
writes when it takes the likeliest each time.
"""

import argparse
import io
import json
import os
import pickle
import random
import shutil
import zipfile

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy
import tf_keras

TOKENS = ["C4", "E4", "G4", "B-4", "4.7", "0.4.7", "2.5.9", "F#5", "D5", "E-3", "11.2", "A2", "C5", "G3"]


def networks(scale):
    """Layers by network: kind and options. Widths are the tutorial's, divided by `scale`."""
    def lstm(units, returns=True, **options):
        return "LSTM", {"units": units // scale, "return_sequences": returns, **options}

    def dense(units, **options):
        return "Dense", {"units": units // scale, **options}

    dropout = "Dropout", {"rate": 0.3}
    end = [("Dense", {"units": None}), ("Activation", {"activation": "softmax"})]
    return {
        # The article's training network, and the one its generation part builds.
        "training": [lstm(256), dropout, lstm(512), dropout, lstm(256, False), dense(256), dropout, *end],
        "generation": [lstm(512), dropout, lstm(512), dropout, lstm(512, False), dense(256), dropout, *end],
        # Its repository's.
        "repository": [
            lstm(512, recurrent_dropout=0.3), lstm(512, recurrent_dropout=0.3), lstm(512, False),
            ("BatchNormalization", {}), dropout, dense(256), ("Activation", {"activation": "relu"}),
            ("BatchNormalization", {}), dropout, *end],
        # Others.
        "embedding": [
            ("Embedding", {"output_dim": 256 // scale}), lstm(512), ("BatchNormalization", {}),
            lstm(256, False), dense(256, activation="tanh"), *end],
        "single": [lstm(256, False), ("Dense", {"units": None, "activation": "softmax"})],
    }


def build(library, layers, window, tokens, has_hard_gates):
    is_embedded = layers[0][0] == "Embedding"
    model = library.Sequential([library.layers.InputLayer((window,) if is_embedded else (window, 1))])
    for kind, options in layers:
        options = dict(options)
        if kind == "Dense" and options["units"] is None:
            options["units"] = tokens
        if kind == "Embedding":
            options["input_dim"] = tokens
        if kind == "LSTM" and has_hard_gates:
            options["recurrent_activation"] = "hard_sigmoid"
        model.add(getattr(library.layers, kind)(**options))
    return model


def heard(windows, tokens, is_embedded):
    windows = numpy.asarray(windows)
    return windows if is_embedded else windows[..., None].astype("float32") / tokens


def predictions(model, windows, tokens, is_embedded, count):
    # As one compiled graph: step by step 500 tokens of a full-size network take a quarter of an hour.
    given = numpy.asarray(model.predict_on_batch(heard(windows, tokens, is_embedded)))
    window, written = list(windows[0]), []
    for _ in range(count):
        row = numpy.asarray(model.predict_on_batch(heard([window], tokens, is_embedded)))[0]
        written.append(int(row.argmax()))
        window = window[1:] + written[-1:]
    return {"windows": [list(map(int, window)) for window in windows],
            "probabilities": [list(map(float, row)) for row in given], "greedy": written}


def music(generator, length):
    """Tokens with some order in them, so that there is something to learn."""
    tokens = []
    while len(tokens) < length:
        motif = generator.choices(TOKENS, k=4)
        tokens += motif * generator.choice([1, 2, 3])
    return tokens[:length]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    window, length, greedy, scale = (100, 700, 500, 1) if arguments.full else (12, 300, 60, 32)
    notes = music(random.Random(1), length)
    for protocol in [2, 5] if arguments.full else range(6):
        with open(os.path.join(arguments.folder, f"notes-{protocol}"), "wb") as file:
            pickle.dump(notes, file, protocol)
    names = sorted(set(notes))
    indices = numpy.array([names.index(note) for note in notes])
    windows = numpy.stack([indices[at:at + window] for at in range(len(indices) - window)])
    for name, layers in networks(scale).items():
        is_embedded = layers[0][0] == "Embedding"
        # Keras 2 had hard sigmoids in its first years: the last network is of that time.
        has_hard_gates = name == "single"
        library = tf_keras if has_hard_gates else keras
        library.utils.set_random_seed(7)
        model = build(library, layers, window, len(names), has_hard_gates)
        model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
        model.fit(
            heard(windows, len(names), is_embedded), indices[window:], epochs=2 if arguments.full else 20,
            batch_size=64, verbose=0)
        path = os.path.join(arguments.folder, name)
        with open(f"{path}.json", "w") as file:
            json.dump(predictions(model, windows[:5], len(names), is_embedded, greedy), file)
        old = build(tf_keras, layers, window, len(names), has_hard_gates)
        old.set_weights(model.get_weights())
        old.save_weights(f"{path}.hdf5")
        old.save(f"{path}-2.h5")
        if library is keras:
            model.save_weights(f"{path}.weights.h5")
            model.save(f"{path}.keras")
            model.save(f"{path}-3.h5")
        print(name, model.count_params(), flush=True)
    if not arguments.full:
        write_others(arguments.folder)


def write_others(folder):
    """Files that are old, or that no reader should take."""
    def write(name):
        return h5py.File(os.path.join(folder, name), "w")

    shutil.copy(os.path.join(folder, "single.hdf5"), os.path.join(folder, "single-2.2.2.hdf5"))
    with h5py.File(os.path.join(folder, "single-2.2.2.hdf5"), "a") as file:
        file.attrs["keras_version"] = "2.2.2"
    with write("external-link.h5") as file:
        file["layers"] = h5py.ExternalLink("training.hdf5", "/lstm")
    with write("soft-link.h5") as file:
        file["layers"] = h5py.SoftLink("/elsewhere")
    with write("circle.h5") as file:
        file.create_group("layers")["again"] = file["/"]
    with write("external-numbers.h5") as file:
        file.create_dataset("layers/dense/vars/0", (4,), "f4", external="/etc/passwd")
    with write("virtual-numbers.h5") as file:
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource("training.hdf5", "numbers", (4,))
        file.create_virtual_dataset("layers/dense/vars/0", layout)
    with write("huge.h5") as file:
        file.create_dataset("layers/dense/vars/0", (1 << 40,), "f4", chunks=(1 << 20,))
    # A few bytes that stand for many: numbers that were never written, and zeros that are compressed.
    with write("unwritten.h5") as file:
        file.create_dataset("layers/dense/vars/0", (1 << 18, 1 << 10), "f4")
    zeros = io.BytesIO()
    with h5py.File(zeros, "w") as file:
        file["layers/dense/vars/0"] = numpy.zeros((1 << 11, 1 << 10), "f4")
    with zipfile.ZipFile(
            os.path.join(folder, "zeros.keras"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("config.json", "{}")
        file.writestr("model.weights.h5", zeros.getvalue())
    with write("nothing.h5") as file:
        file.create_dataset("x", (3,), "f4")
    model = keras.Sequential(
        [keras.Input((5, 1)), keras.layers.GRU(4), keras.layers.Dense(3, activation="softmax")])
    model.save(os.path.join(folder, "gru.keras"))


main()
