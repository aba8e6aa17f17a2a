"""Holds the page of a batch against what a listener does with it, in a headless Chromium.

    make page-check
    page-check PROGRAM [--pictures FOLDER] [--measure TAKES]

Makes a batch, plays and seeks, clicks, taps and presses keys, stars, rejects, compares, reloads, sorts and
filters; asks axe; gives the command that the page shows, with the list of stars; sees that nothing is asked for but the takes. Pictures of the
page, wide and narrow, light and dark, are for looking at. With --measure it says how fast the page of
a folder of takes is.

Prints what was seen; what is wrong makes the exit code 1. Needs selenium, mido and axe-playwright-python, and of the
system's packages chromium, chromium-driver and lilypond.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import checks
import contents
import listening
import remaking
import sheet
import speed
from browser import Browser


class Table:
    def __init__(self):
        self.faults = []

    def see(self, name, holds, figure=""):
        if not holds:
            self.faults.append(name)
        print(f"{'ok ' if holds else 'NOT'} {name} {figure}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        prog="page-check", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built render")
    parser.add_argument("--pictures", help="a folder for pictures of the page")
    parser.add_argument("--measure", help="a folder of takes whose page is timed")
    arguments = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        takes = os.path.join(folder, "takes")
        browser = Browser(os.path.join(folder, "profile"), folder)
        try:
            if arguments.measure:
                speed.measure(browser, os.path.abspath(arguments.measure))
                return 0
            program = os.path.abspath(arguments.program)
            subprocess.run([program, "batch", "--count", "12", "--length", "40", "--format", "flac",
                            "--quiet", "--out", takes], check=True)
            with open(os.path.join(takes, "manifest.jsonl")) as lines:
                manifest = [json.loads(line) for line in lines]
            checks.check(browser, table, takes, manifest)
            listening.check(browser, table, takes, manifest)
            checks.check_widths(browser, table, arguments.pictures)
            contents.check(browser, table, takes)
            sheet.check(browser, table, sheet.make(program, folder), arguments.pictures)
            remaking.check(browser, table, program, takes, "a plain batch")
            remaking.check(browser, table, program, remaking.make(program, folder), "many options")
            remaking.check_copying(browser, table)
        finally:
            browser.quit()
    print(f"{len(table.faults)} things are wrong")
    return 1 if table.faults else 0


if __name__ == "__main__":
    sys.exit(main())
