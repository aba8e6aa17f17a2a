"""Folders in which works are done, and what lies in them."""
import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

# A temporary file of a program that was killed; the next run may remove it.
LEFTOVER = re.compile(r"\.render-\d+-\w+-.*\.part$")
# The lock of a batch or of its shard: a killed one leaves it behind, held by nobody.
LOCK = re.compile(r"\.render-batch(-\d+-of-\d+)?\.lock")
# Files of a batch that have other contents while it goes on; those with times have others each time.
GROWING = re.compile(r"(manifest|times|log)(-\d+-of-\d+)?\.jsonl|index\.html")
TIMES = re.compile(r"(times|log)(-\d+-of-\d+)?\.jsonl")
# The exit codes of `render --help`: done, failed in part, data, input, output, system.
CODES = {0, 1, 65, 66, 73, 74}
PATIENCE = 120


class Fault(Exception):
    """What must not be."""


@contextlib.contextmanager
def folder(work, old=False):
    """A folder with the work's inputs, and where asked for with an older file under the name of each output."""
    path = tempfile.mkdtemp(prefix="kill-check-")
    try:
        fill(path, work.inputs)
        if old:
            fill(path, {name: b"old" for name in work.outputs if "." in name and "training" not in name})
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def fill(path, contents):
    for name, data in contents.items():
        os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
        with open(os.path.join(path, name), "wb") as file:
            file.write(data)


def start(program, arguments, path, **options):
    return subprocess.Popen(
        [program, *arguments], cwd=path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True, text=True, errors="replace", **options)


def end(process):
    """The exit code and what was said; a fault where it hangs."""
    try:
        _, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Fault("it hangs")
    return process.returncode, said.strip()[-300:]


def expect_alone(process):
    """Nothing that a process has started goes on after it for longer than ten seconds."""
    for _ in range(100):
        others = [name for name in os.listdir("/proc") if name.isdigit() and session(name) == process.pid]
        if not others:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    raise Fault("what it has started goes on")


def session(process):
    with contextlib.suppress(OSError):
        with open(f"/proc/{process}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[3])


def run(program, arguments, path, **options):
    return end(start(program, arguments, path, **options))


def finish(program, work, path):
    """Does the work, or goes on with it, until it is done."""
    resumes = work.resuming and os.path.exists(os.path.join(path, "model.training", "last.safetensors"))
    code, said = run(program, work.resuming if resumes else work.command, path)
    if code != 0:
        raise Fault(f"it cannot be finished: {code}, {said}")


def outputs(work, path):
    """The files that are no inputs, by name, and the names of what was left of files."""
    found, leftovers = {}, []
    for parent, _, names in os.walk(path):
        for name in names:
            whole = os.path.join(parent, name)
            relative = os.path.relpath(whole, path)
            if LEFTOVER.search(name):
                leftovers.append(relative)
            elif relative not in work.inputs or relative in work.outputs:
                with open(whole, "rb") as file:
                    found[relative] = file.read()
    return found, leftovers


def expect_whole(work, path, reference):
    """Each output is as it was before, or complete."""
    found, leftovers = outputs(work, path)
    for name, data in found.items():
        if name in reference and data == reference[name] or data == b"old" or data == work.inputs.get(name):
            continue
        if is_growing(name):
            continue
        raise Fault(f"{name} is torn: {len(data)} bytes")
    return leftovers


def is_growing(name):
    """Whether a file has other contents while the work goes on: only that it is gone on with says whether it is whole."""
    file = os.path.basename(name)
    return LOCK.match(file) is not None or GROWING.match(file) is not None or "model.training" in name


def expect_same(work, path, reference):
    found, leftovers = outputs(work, path)
    for name in sorted(reference.keys() | found.keys()):
        if TIMES.match(os.path.basename(name)) or LOCK.match(os.path.basename(name)):
            continue
        if found.get(name) != reference.get(name):
            raise Fault(f"{name} is not the same bytes" if name in found else f"{name} is missing")
    return leftovers
