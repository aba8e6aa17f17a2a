"""Kills and disturbs the built program at work, and looks at what it leaves.

    make kill-check [KILLS=1000] [SEED=1] [ONLY=kills,batches,disk,inputs,clocks]
    kill-check PROGRAM [--kills N] [--seed N] [--only CHECK,...]

Whatever happens, a file has all of its bytes or those that it had before, the program ends by itself with an exit code
of its own and a sentence, and once it may work again it makes the same bytes as without the disturbance. Moments are
drawn by the seed, but what happens in them is the scheduler's. Needs root for disks that are full (without it, files
may not grow beyond a size), and clang, which comes with Swift, for clocks that jump.
"""
import argparse
import collections
import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import folders
import works
from folders import Fault


class Check:
    def __init__(self, program, kills, seed):
        self.program = program
        self.kills = kills
        self.random = random.Random(seed)
        self.counts = collections.Counter()
        self.faults = []
        self.scratch = tempfile.mkdtemp(prefix="kill-check-")
        self.works = works.works(program, self.scratch)
        self.references = {}
        self.seconds = {}
        for work in self.works:
            with folders.folder(work) as path:
                start = time.monotonic()
                folders.finish(program, work, path)
                self.seconds[work.name] = time.monotonic() - start
                self.references[work.name], _ = folders.outputs(work, path)

    @contextlib.contextmanager
    def trial(self, kind, work, detail=""):
        self.counts[f"{kind} {work.name}"] += 1
        try:
            yield
        except Fault as fault:
            self.faults.append(f"{kind}, {work.name}{detail}: {fault}")
            print(self.faults[-1], flush=True)

    def moment(self, work):
        return self.random.uniform(0, 1.1 * self.seconds[work.name])

    # MARK: Checks

    def check_kills(self):
        """kill -9 of each work at any moment, over nothing and over older files; then it is finished."""
        for number in range(self.kills):
            work = self.works[number % len(self.works)]
            moment, old = self.moment(work), self.random.random() < 0.5 and work.name != "train"
            with self.trial("kills", work, f" after {moment:.2f} s"), folders.folder(work, old) as path:
                process = folders.start(self.program, work.command, path)
                time.sleep(moment)
                process.kill()
                code, _ = folders.end(process)
                folders.expect_alone(process)
                self.counts["killed before the end"] += code == -signal.SIGKILL
                self.counts["left .part files"] += len(self.whole(work, path))
                folders.finish(self.program, work, path)
                self.counts["left .part files after the next run"] += len(self.same(work, path))

    def check_batches(self):
        """Two batches at once in one folder, as shards and as the same batch, of which one is killed."""
        work = next(work for work in self.works if work.name == "batch")
        for number in range(max(1, self.kills // 20)):
            shards = number % 2 == 0
            with self.trial("two batches", work), folders.folder(work) as path:
                both = [
                    folders.start(
                        self.program, work.command + (["--shard", f"{part}/2"] if shards else []), path)
                    for part in (0, 1)]
                time.sleep(self.moment(work))
                victim, other = self.random.sample(both, 2)
                victim.kill()
                folders.end(victim)
                code, said = folders.end(other)
                if code not in folders.CODES:
                    raise Fault(f"the other one ended with {code}, {said}")
                self.whole(work, path)
                folders.finish(self.program, work, path)
                self.same(work, path)

    def check_disk(self, stages=12):
        """A disk that is full at each stage of each work, with the scratch files on it or not."""
        for work in self.works:
            size = sum(map(len, self.references[work.name].values()))
            inputs = sum(map(len, work.inputs.values()))
            for stage in range(stages):
                room = int(size * 1.05 * stage / stages)
                for scratch in (False, True):
                    with self.trial("full disk", work, f" with {room} bytes"), folders.folder(work) as path:
                        with limited(path, work, inputs, room) as (limit, free):
                            environment = os.environ | ({"TMPDIR": path} if scratch else {})
                            code, said = folders.run(
                                self.program, work.command, path, env=environment, preexec_fn=limit)
                            if code not in folders.CODES:
                                raise Fault(f"it ended with {code}, {said}")
                            self.counts["full disks that were met"] += code != 0
                            if self.whole(work, path):
                                raise Fault("temporary files stay")
                            free()
                            folders.finish(self.program, work, path)
                            self.same(work, path)

    def check_inputs(self):
        """Inputs that are truncated, replaced or grow while they are read."""
        for number in range(max(len(self.works), self.kills // 4)):
            work = self.works[number % len(self.works)]
            if not work.inputs:
                continue
            kind = self.random.choice(["truncated", "replaced", "grown", "gone"])
            name = self.random.choice(sorted(work.inputs))
            moment = self.moment(work) * self.random.random()
            with self.trial(f"inputs {kind}", work, f" {name} after {moment:.2f} s"), folders.folder(work) as path:
                process = folders.start(self.program, work.command, path)
                time.sleep(moment)
                change(os.path.join(path, name), kind, self.random)
                code, said = folders.end(process)
                if code not in folders.CODES:
                    raise Fault(f"it ended with {code}, {said}")
                self.counts["changes of inputs that were refused"] += code != 0
                if code != 0 and self.whole(work, path):
                    raise Fault("temporary files stay")

    def check_clocks(self):
        """Clocks that stand years earlier or later, run fast, or jump to and fro."""
        library = os.path.join(self.scratch, "clock.so")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")
        subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
        for work in self.works:
            for name, value in (("OFFSET", -3e8), ("OFFSET", 6e8), ("RATE", 500), ("JUMPS", 1)):
                with self.trial("clocks", work, f" {name} {value}"), folders.folder(work) as path:
                    environment = os.environ | {"LD_PRELOAD": library, f"CLOCK_{name}": str(value)}
                    code, said = folders.run(self.program, work.command, path, env=environment)
                    if code != 0:
                        raise Fault(f"it ended with {code}, {said}")
                    self.same(work, path)

    # MARK: What must hold

    def whole(self, work, path):
        return folders.expect_whole(work, path, self.references[work.name])

    def same(self, work, path):
        return folders.expect_same(work, path, self.references[work.name])


@contextlib.contextmanager
def limited(path, work, inputs, room):
    """Lets a folder have so much room beside the inputs: what limits a process, and what ends the limit."""
    if os.geteuid() == 0:
        size = (inputs + room) // 4096 + 2 + len(work.inputs) * 2
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * 4096}", "none", path], check=True)
        try:
            folders.fill(path, work.inputs)
            yield None, lambda: subprocess.run(["mount", "-o", "remount,size=1g", path], check=True)
        finally:
            subprocess.run(["umount", "-l", path], check=True)
    else:
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        yield limit, lambda: None


def change(path, kind, random):
    with contextlib.suppress(FileNotFoundError):
        size = os.path.getsize(path)
        if kind == "truncated":
            os.truncate(path, random.randrange(size + 1))
        elif kind == "grown":
            with open(path, "ab") as file:
                file.write(random.randbytes(random.randrange(1, 2 * size + 2)))
        elif kind == "replaced":
            with open(path + ".new", "wb") as file:
                file.write(random.randbytes(size))
            os.replace(path + ".new", path)
        else:
            os.unlink(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="kills,batches,disk,inputs,clocks")
    options = parser.parse_args()
    # Ended early it says what it has done so far.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    check = Check(os.path.abspath(options.program), options.kills, options.seed)
    try:
        for name in options.only.split(","):
            getattr(check, f"check_{name}")()
    finally:
        shutil.rmtree(check.scratch)
        for name, count in sorted(check.counts.items()):
            print(f"{count:6} {name}")
    print(f"{len(check.faults)} faults")
    sys.exit(1 if check.faults else 0)


if __name__ == "__main__":
    main()
