"""Holds a batch that Slurm makes on two nodes of this host against the same batch made without it.

    make test-slurm
    slurm-check.py PROGRAM

Starts munge and Slurm with a configuration of their own, in a temporary folder. Two tasks are disturbed:
one is requeued while it works, of another the program is killed with SIGKILL, then it is requeued. Files
and manifest must be the same bytes, and giving the batch again must change nothing. Needs root, and of
the system's packages slurm-wlm and munge.
"""
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "slurm-batch")
TASKS = 6
BATCH = ["--count", "60", "--length", "60", "--format", "flac"]

CONFIGURATION = """
ClusterName=check
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmctldPort=17000
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdSpoolDir={folder}/spool-%n
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
KillWait=5
MinJobAge=3600
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port=17001 CPUs=1
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port=17002 CPUs=1
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
"""


@contextlib.contextmanager
def cluster(folder):
    """Slurm, until the end of the block."""
    os.chmod(folder, 0o755)
    key = os.path.join(folder, "munge.key")
    with open(key, "wb") as file:
        file.write(os.urandom(128))
    os.chmod(key, 0o400)
    configuration = os.path.join(folder, "slurm.conf")
    with open(configuration, "w") as file:
        file.write(CONFIGURATION.format(folder=folder, host=socket.gethostname()))
    os.environ["SLURM_CONF"] = configuration
    for node in ("n1", "n2"):
        os.mkdir(os.path.join(folder, f"spool-{node}"))
    commands = [
        ["munged", "--foreground", "--force", f"--key-file={key}",
         f"--socket={folder}/munge.socket", f"--pid-file={folder}/munged.pid",
         f"--log-file={folder}/munged.log", f"--seed-file={folder}/munged.seed"],
        ["slurmctld", "-D", "-f", configuration], ["slurmd", "-D", "-N", "n1", "-f", configuration],
        ["slurmd", "-D", "-N", "n2", "-f", configuration],
    ]
    others = set(said("pgrep", "slurmstepd").split())
    daemons = []
    try:
        for command in commands:
            daemons.append(subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(1)
        wait(lambda: said("sinfo", "-h", "-o", "%T %D") == "idle 2", "two idle nodes", 60)
        yield
        # They report to daemons that are about to end.
        wait(lambda: set(said("pgrep", "slurmstepd").split()) <= others,
             "the end of the last steps", 60)
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
        for daemon in daemons:
            daemon.wait()


def said(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def wait(condition, name, seconds=600, of=None):
    """Waits until a condition holds, and does at once with its value what is to be done."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            sys.exit(f"waited in vain for {name}")
        time.sleep(0.05)
    if of:
        of(value)


def jobs():
    """State and node of each task and job that Slurm knows, by number."""
    found = {}
    for line in said("scontrol", "-o", "show", "job").splitlines():
        facts = dict(re.findall(r"(\w+)=(\S*)", line))
        # What is not started yet stands there as one: 1_[2-5].
        name = facts["JobId"]
        if "ArrayTaskId" in facts:
            name = f"{facts['ArrayJobId']}_{facts['ArrayTaskId']}"
        found[name] = facts["JobState"], facts.get("NodeList", "")
    return found


def process_of(shard):
    found = said("pgrep", "--full", "--newest", f"^[^ ]*render batch .*--shard {shard}/{TASKS}$")
    return int(found) if found else None


def submit(program, out):
    answer = subprocess.run(
        [SCRIPT, str(TASKS), "--", *BATCH, "--out", out], check=True, text=True,
        capture_output=True, env={**os.environ, "RENDER": program}).stdout
    return re.findall(r"job (\d+)", answer)


def requeue(task):
    """Puts a task back, and does not wait the two minutes that Slurm would."""
    subprocess.run(["scontrol", "requeue", task], check=True)
    wait(lambda: jobs()[task][0] == "PENDING", f"{task} to wait again")
    subprocess.run(["scontrol", "update", f"JobId={task}", "StartTime=now"], check=True)


def contents(folder):
    """Names and bytes, but for the log of times."""
    found = {}
    for name in os.listdir(folder):
        if name != "times.jsonl":
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
    return found


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        os.chdir(folder)
        local = os.path.join(folder, "local")
        subprocess.run([program, "batch", *BATCH, "--out", local, "--quiet"], check=True)
        with cluster(folder):
            takes = os.path.join(folder, "takes")
            array, page = submit(program, takes)
            manifest = os.path.join(takes, f"manifest-0-of-{TASKS}.jsonl")
            wait(lambda: os.path.exists(manifest) and os.path.getsize(manifest) > 0,
                 "a take of shard 0")
            requeue(f"{array}_0")
            wait(lambda: process_of(2), "shard 2", of=lambda process: os.kill(process, signal.SIGKILL))
            wait(lambda: jobs()[f"{array}_2"][0] == "FAILED", "the end of shard 2")
            requeue(f"{array}_2")
            wait(lambda: jobs()[page][0] == "COMPLETED", "the page")
            states = jobs()
            nodes = {states[f"{array}_{task}"] for task in range(TASKS)}
            print("tasks:", ", ".join(sorted(" on ".join(state) for state in nodes)))
            assert nodes == {("COMPLETED", "n1"), ("COMPLETED", "n2")}, states
            with open(f"slurm-{array}_0.out") as log:
                done = re.search(r"(\d+) of 10 takes are there already", log.read())
            assert 0 < int(done[1]) < 10, done
            print(f"shard 0 was requeued after {done[1]} of 10 takes, shard 2 killed and requeued")
            made, expected = contents(takes), contents(local)
            assert made == expected, sorted(
                name for name in made.keys() | expected.keys()
                if made.get(name) != expected.get(name))
            print(f"{len(made)} files are those of the batch made without Slurm, byte for byte")
            array, page = submit(program, takes)
            wait(lambda: jobs()[page][0] == "COMPLETED", "the page again")
            assert contents(takes) == expected
            with open(f"slurm-{array}_1.out") as log:
                assert "10 of 10 takes are there already" in log.read()
            print("given again, it changes nothing")


if __name__ == "__main__":
    main()
