"""What the program is disturbed at: small works of every kind that writes."""
import dataclasses
import json
import os
import struct
import subprocess

PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(PACKAGE, "Tests", "RenderKerasTests", "Fixtures")
SEEDS = os.path.join(PACKAGE, "Fuzzing", "Seeds")
GRAND = os.path.join(PACKAGE, "SoundFonts", "FluidR3-GrandPiano.sf2")


@dataclasses.dataclass
class Work:
    """A command, the files that it reads, by name their contents, and those that it writes."""
    name: str
    command: list
    inputs: dict
    outputs: list
    # What goes on with work that was interrupted, where it is not the command itself.
    resuming: list = None


def content(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def small_model(name):
    """A model with the header of one of the seeds of `make fuzz`, and made up numbers."""
    head = content(SEEDS, "model", name)
    size = max(entry["data_offsets"][1] for key, entry in json.loads(head).items() if key != "__metadata__")
    data = bytearray(size)
    for index in range(size):
        data[index] = (index * 0x9E3779B1 >> 13) & 0xFF
        if index % 2:
            data[index] = data[index] & 0x83 | 0x2C
    return struct.pack("<Q", len(head)) + head + bytes(data)


def works(program, folder):
    """All works; the folder is for what some of them need."""
    model = small_model("default-memory-plan")
    timed = small_model("timed")
    pieces = {}
    for seed in range(4):
        path = os.path.join(folder, f"{seed}.mid")
        subprocess.run([program, "--seed", str(seed), "--length", "60", "--out", path, "--quiet"], check=True)
        pieces[f"corpus/{seed}.mid"] = content(path)
    song = pieces["corpus/0.mid"]
    takes = os.path.join(folder, "takes")
    subprocess.run(
        [program, "batch", "--seeds", "1-3", "--length", "20", "--format", "mid", "--out", takes, "--quiet"], check=True)
    batch = {}
    for parent, _, names in os.walk(takes):
        for name in names:
            path = os.path.join(parent, name)
            batch[os.path.relpath(path, folder)] = content(path)
    training = ["train", "corpus", "--from", "timed.safetensors", "--epochs", "10", "--validation-share", "0.3",
                "--threads", "1", "--precision", "fp32", "--out", "model.safetensors"]
    return [
        Work("compose", ["--seed", "3", "--length", "30", "--plot", "a.png", "--score", "a.musicxml", "--out", "a.flac"],
             {}, ["a.flac", "a.mid", "a.png", "a.musicxml"]),
        Work("batch",
             ["batch", "--seeds", "1-4", "--length", "12", "--model", "small.safetensors", "--format", "flac",
              "--out", "takes"],
             {"small.safetensors": model}, ["takes"]),
        Work("audio", ["audio", "song.mid", "--out", "a.wav"], {"song.mid": song}, ["a.wav"]),
        Work("train", training, pieces | {"timed.safetensors": timed},
             ["model.safetensors", "model.training"], resuming=training + ["--resume"]),
        Work("import", ["import", "training.keras", "--notes", "notes", "--out", "a.safetensors"],
             {"training.keras": content(FIXTURES, "training.keras"), "notes": content(FIXTURES, "notes-0")},
             ["a.safetensors"]),
        Work("extract", ["soundfont", "extract", "font.sf2", "--preset", "0:0", "--out", "a.sf2"],
             {"font.sf2": content(GRAND)}, ["a.sf2"]),
        Work("gallery", ["gallery", "takes"], batch, ["takes/index.html"]),
    ]
