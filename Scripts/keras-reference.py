"""Writes what Keras computes in small networks, for the tests of `NeuralNetwork` to compare with.

    pip install tensorflow-cpu safetensors
    python Scripts/keras-reference.py Tests/RenderNetworkTests/Fixtures

For each network one safetensors file: the weights, a batch of tokens and targets, logits, loss and
gradients, and the weights after one step of RMSprop and of Adam. Arrays are [time, rows, ...] as in
this package, tensors are named as in its model files, the architecture stands in the metadata.
"""

import json
import os
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy
import tensorflow
from safetensors.numpy import save_file

ROWS = 3
LEARNING_RATE = 1e-3


def hard_sigmoid(x):
    # Of Keras before 2.3, which is what models of that time were trained with; Keras 3's own has a
    # slope of 1/6.
    return tensorflow.clip_by_value(0.2 * x + 0.5, 0.0, 1.0)


def lstm(units, returns_sequence=True, gates="logistic"):
    return {
        "lstm": {
            "units": units, "returnsSequence": returns_sequence, "recurrentActivation": gates,
        }
    }


def embedding(width):
    return {"embedding": {"width": width}}


def dense(units):
    return {"dense": {"units": units}}


NETWORKS = {
    "embedding": (11, 5, [embedding(6), lstm(8), lstm(7), dense(11)]),
    "tutorial": (
        13, 9,
        [
            {"scaledIndex": {}}, lstm(8), {"dropout": {"rate": 0}}, lstm(10), lstm(6, False),
            dense(9), dense(13),
        ],
    ),
    "normalization": (
        11, 5,
        [
            embedding(6), lstm(7), dense(9),
            {"batchNormalization": {"epsilon": 0.001, "momentum": 0.99}},
            {"activation": {"_0": "relu"}}, dense(11),
        ],
    ),
    "hard-sigmoid": (
        11, 6, [embedding(5), lstm(8, True, "hardSigmoid"), lstm(7, False, "hardSigmoid"), dense(11)],
    ),
}

# The names of this package for the weights of each kind of layer, in Keras's order.
TENSORS = {
    "embedding": ["weight"],
    "lstm": ["kernel", "recurrent_kernel", "bias"],
    "dense": ["kernel", "bias"],
    "batchNormalization": ["gamma", "beta", "moving_mean", "moving_variance"],
}
FILE_NAMES = {"batchNormalization": "batch_normalization"}


def keras_layer(kind, options, vocabulary):
    if kind == "embedding":
        return keras.layers.Embedding(vocabulary, options["width"])
    if kind == "scaledIndex":
        return keras.layers.Lambda(
            lambda x: tensorflow.cast(x, "float32")[..., None] / vocabulary)
    if kind == "lstm":
        is_hard = options["recurrentActivation"] == "hardSigmoid"
        return keras.layers.LSTM(
            options["units"], return_sequences=options["returnsSequence"],
            recurrent_activation=hard_sigmoid if is_hard else "sigmoid")
    if kind == "dropout":
        return keras.layers.Dropout(options["rate"])
    if kind == "dense":
        return keras.layers.Dense(options["units"])
    if kind == "batchNormalization":
        return keras.layers.BatchNormalization(**options)
    return keras.layers.Activation(options["_0"])


def names(layers):
    """The names of all tensors, in the order of Keras's weights."""
    numbers = {}
    for layer in layers:
        (kind,) = layer
        numbers[kind] = numbers.get(kind, 0) + 1
        for tensor in TENSORS.get(kind, []):
            yield f"{FILE_NAMES.get(kind, kind)}_{numbers[kind]}.{tensor}"


def random_weights(model, layers, generator):
    weights = []
    for name, value in zip(names(layers), model.get_weights(), strict=True):
        drawn = generator.normal(0, 0.4, value.shape)
        if name.endswith(("gamma", "moving_variance")):
            drawn = 1 + 0.5 * numpy.abs(drawn)
        weights.append(drawn.astype("float32"))
    return weights


def time_first(values):
    values = numpy.asarray(values, "float32")
    return numpy.ascontiguousarray(values.swapaxes(0, 1) if values.ndim == 3 else values)


def reference(vocabulary, time, layers):
    generator = numpy.random.default_rng(20)
    model = keras.Sequential(
        [keras.Input((time,), dtype="int32")]
        + [keras_layer(*next(iter(layer.items())), vocabulary) for layer in layers])
    weights = random_weights(model, layers, generator)
    tokens = generator.integers(0, vocabulary, (ROWS, time))
    is_sequence = len(model.output_shape) == 3
    targets = generator.integers(0, vocabulary, (ROWS, time) if is_sequence else (ROWS,))
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    tensors = {
        "tokens": tokens.T.astype("float32"),
        "targets": targets.T.astype("float32"),
    }
    named = list(names(layers))
    tensors |= {f"before/{name}": value for name, value in zip(named, weights)}

    model.set_weights(weights)
    inference = model(tokens, training=False)
    tensors["inference_logits"] = time_first(inference)
    tensors["inference_probabilities"] = time_first(keras.activations.softmax(inference))

    optimizers = {
        "rmsprop": keras.optimizers.RMSprop(LEARNING_RATE, rho=0.9, epsilon=1e-7),
        "adam": keras.optimizers.Adam(LEARNING_RATE, beta_1=0.9, beta_2=0.999, epsilon=1e-7),
    }
    for optimizer_name, optimizer in optimizers.items():
        model.set_weights(weights)
        with tensorflow.GradientTape() as tape:
            logits = model(tokens, training=True)
            loss = cross_entropy(targets, logits)
        # Dense: Keras's optimizers square the sparse gradient of an embedding entry by entry, so that
        # a token that occurs twice in the batch moves by another step than its gradient's.
        gradients = [
            tensorflow.convert_to_tensor(gradient)
            for gradient in tape.gradient(loss, model.trainable_variables)
        ]
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        after = model.get_weights()
        tensors |= {f"{optimizer_name}/{name}": value for name, value in zip(named, after)}

    tensors["training_logits"] = time_first(logits)
    tensors["loss"] = numpy.asarray([loss], "float32")
    trainable = [name for name in named if "moving" not in name]
    for name, gradient in zip(trainable, gradients, strict=True):
        tensors[f"gradient/{name}"] = gradient.numpy()
    return {name: numpy.ascontiguousarray(value, "float32") for name, value in tensors.items()}


def main():
    folder = sys.argv[1]
    for name, (vocabulary, time, layers) in NETWORKS.items():
        metadata = {
            "architecture": json.dumps({"vocabularySize": vocabulary, "layers": layers}),
            "time": str(time), "rows": str(ROWS), "learning_rate": str(LEARNING_RATE),
            "keras": keras.__version__,
        }
        path = os.path.join(folder, f"{name}.safetensors")
        save_file(reference(vocabulary, time, layers), path, metadata)
        print(path, os.path.getsize(path))


main()
