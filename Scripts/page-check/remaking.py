"""Whether the command that the page shows makes the starred takes again."""
import json
import os
import shutil
import subprocess

from checks import wait_for

STARRED = "starred.txt"


def make(program, folder):
    """A batch with options that need care, and files whose names do. Returns its folder."""
    subprocess.run([program, "--seed", "5", "--length", "30", "--quiet",
                    "--out", os.path.join(folder, "my  song's.mid")], check=True)
    takes = os.path.join(folder, "others")
    subprocess.run([
        program, "batch", "--count", "4", "--duration", "20s", "--transpose=-3", "--greedy",
        "--primer", "my  song's.mid", "--include-primer", "--tempo", "72.5", "--model", "classic",
        "--format", "mp3", "--quality", "3", "--reverb", "hall", "--loudness=-23", "--limit",
        "--date", "$(date) `date` \"!\" \\", "--quiet", "--out", takes], cwd=folder, check=True)
    return takes


def check(browser, table, program, takes, name):
    """Stars two takes of a page, saves the list, and gives the command."""
    folder = os.path.dirname(takes)
    shutil.rmtree(os.path.join(folder, "chosen"), ignore_errors=True)
    if os.path.exists(os.path.join(folder, STARRED)):
        os.remove(os.path.join(folder, STARRED))
    browser.open(os.path.join(takes, "index.html"))
    browser.run("stars.clear(); keepVerdicts()")
    browser.click("#seed-2 .star")
    browser.click("#seed-4 .star")
    browser.run("id('stars').closest('details').open = true")
    browser.click("#save")
    wait_for(os.path.join(folder, STARRED))
    # As a person would select it.
    command = browser.run("return id('command').innerText")
    path = os.pathsep.join([os.path.dirname(program), os.environ["PATH"]])
    ended = subprocess.run(["sh", "-c", command], cwd=folder, env={**os.environ, "PATH": path},
                           capture_output=True, text=True)
    table.see(f"{name}: the page's command is a command", ended.returncode == 0,
              ended.stderr.strip()[-300:] if ended.returncode else command)
    with open(os.path.join(takes, "manifest.jsonl")) as lines:
        manifest = [entry for entry in map(json.loads, lines) if entry["seed"] in (2, 4)]
    names = [entry[kind]["name"] for entry in manifest for kind in ("midi", "audio")]
    same = [name for name in names
            if contents(takes, name) == contents(os.path.join(folder, "chosen"), name)]
    table.see(f"{name}: it makes the starred takes again, byte for byte",
              same == names, f"{len(same)} of {len(names)} files")
    browser.run("stars.clear(); keepVerdicts()")


def check_copying(browser, table):
    """In a narrow window, whose width a SHA-256 exceeds."""
    width, found = browser.run("return [screen.width, document.documentElement.scrollWidth]")
    table.see("the command's remarks fit into the window", found <= width, f"{found} of {width}")
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    browser.click("#copy-command")
    table.see("the command is copied", browser.wait("id('command-copied').textContent === 'Copied.'", 3))
    copied = browser.driver.execute_async_script(
        "navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))")
    table.see("... as it stands there", copied == browser.run("return id('command').textContent"), copied)


def contents(folder, name):
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
