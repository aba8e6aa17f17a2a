"""Takes networks that Keras has trained through `render import` and `render export`, and back into Keras.

    make keras-parity
    keras-parity.py PROGRAM FOLDER        a folder that keras-models.py has written

For each network: the largest difference between the probabilities that Keras gave before and those that
it gives with the exported weights, and whether the likeliest tokens are the same. Above 1e-5, or with
another token, the exit code is 1.
"""

import importlib.util
import json
import os
import subprocess
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy


def load(path):
    specification = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def main():
    program, folder = map(os.path.abspath, sys.argv[1:])
    os.chdir(folder)
    faults = 0
    for name in ["training", "generation", "repository", "embedding", "single"]:
        file = f"{name}-2.h5"
        subprocess.run(
            [program, "import", file, "--notes", "notes-2", "--out", f"{name}.safetensors", "--quiet"],
            check=True)
        subprocess.run(
            [program, "export", f"{name}.safetensors", "--out", f"exported-{name}.weights.h5", "--quiet"],
            check=True)
        with open(f"{name}.json") as reference:
            reference = json.load(reference)
        # Names of layers are counted anew, as in a session of their own.
        keras.utils.clear_session()
        module = load(f"exported-{name}.py")
        model = module.load()

        def probabilities(windows):
            windows = numpy.asarray(windows)
            if model.input_shape[-1] == 1:
                windows = windows[..., None].astype("float32") / len(module.TOKENS)
            return numpy.asarray(model.predict_on_batch(windows))

        difference = numpy.abs(
            probabilities(reference["windows"]) - numpy.asarray(reference["probabilities"])).max()
        window, written = list(reference["windows"][0]), []
        for _ in reference["greedy"]:
            written.append(int(probabilities([window])[0].argmax()))
            window = window[1:] + written[-1:]
        equal = written == reference["greedy"]
        print(f"{name}: {difference:.1e}, {len(written)} likeliest tokens {'equal' if equal else 'DIFFER'}")
        faults += difference > 1e-5 or not equal
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
