#!/usr/bin/env python3
"""Measures how right notation made from MIDI files is, against the scores of their editors.

  notation-truth.py --program .build/release/render FOLDER
      FOLDER holds pairs: NAME.mid, and NAME.mxl, NAME.musicxml or NAME.krn. An index.json, a list of
      objects with "score" (the name of the score's file) and "part" (train, held out), lets --part choose.
  notation-truth.py --importer music21 FOLDER      the same of music21's import of the MIDI files
  notation-truth.py --importer musescore FOLDER    the same of MuseScore's (musescore3 or mscore)
  notation-truth.py --converted FILES FOLDER       the same of NAME.musicxml in FILES, made before

The tracks of a piano are merged, and key and time signatures are taken out of the file, unless
--signatures keeps them. A score's repeats are played out where its MIDI file does so. Notes without a partner
of the same key within a 16th are left out: grace notes, ornaments. A note that is written as a grace note has
the wrong length.

A note's place is right when it is as far from the beginning of its bar as in the score. A bar that a repeat
divides is two in the score; nothing in a MIDI file says so, so that a second figure takes the halves together.

Needs mido, and music21 for its import.
"""

import argparse
import bisect
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from fractions import Fraction

import mido

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
# The farthest that partners begin from one another, in quarters: a 16th, rounded.
REACH = 0.25 + 0.001
ORNAMENTS = set("tTmMwWSsOo$R:")


class Note:
    """A note as written, its tied ones added up: places in quarters."""

    def __init__(self, onset, length, step, alter, octave, staff, isOrnamented=False):
        self.onset, self.length, self.staff = onset, length, staff
        self.step, self.alter, self.isOrnamented = step, alter, isOrnamented
        self.key = 12 * (octave + 1) + STEPS[step] + alter

    @property
    def fifths(self):
        return FIFTHS[self.step] + 7 * self.alter


def sounding(step, alter, octave, steps, semitones):
    """A pitch as it sounds that is written for a transposing instrument."""
    letters = list(STEPS)
    place = 7 * octave + letters.index(step) + steps
    key = 12 * octave + STEPS[step] + alter + semitones
    step, octave = letters[place % 7], place // 7
    return step, key - 12 * octave - STEPS[step], octave


class Score:
    """Notes by onset; bars as (start, time signature, sharps) by start; staves as numbers of their parts."""

    def __init__(self, notes, bars, end, parts):
        self.notes = sorted(notes, key=lambda note: (note.onset, note.key))
        self.bars, self.end, self.parts = bars, end, parts
        self.starts = [bar[0] for bar in bars]

    def bar(self, onset):
        return max(0, bisect.bisect_right(self.starts, onset) - 1)

    def length(self, bar):
        return (self.starts[bar + 1] if bar + 1 < len(self.starts) else self.end) - self.starts[bar]

    def place(self, onset):
        """The distance from the beginning of the bar."""
        return onset - self.starts[self.bar(onset)]

    def metrical_place(self, onset):
        """The same where two bars that make up one are one, and a pick-up lacks its beginning."""
        bar = self.bar(onset)
        beats, unit = self.bars[bar][1]
        whole = Fraction(4 * beats, unit)
        place = onset - self.starts[bar]
        if self.length(bar) >= whole or (bar and self.is_first_half(bar - 1) is None):
            return place
        if bar == 0:
            return place + whole - self.length(0)
        return place + (self.length(bar - 1) if self.is_first_half(bar - 1) else 0)

    def is_first_half(self, bar):
        """Whether a bar and the next one make up one; of three short ones the first two do."""
        if bar + 1 >= len(self.bars):
            return False
        beats, unit = self.bars[bar + 1][1]
        whole = Fraction(4 * beats, unit)
        if self.length(bar) + self.length(bar + 1) != whole:
            return False
        return not (bar and self.length(bar - 1) < whole and self.is_first_half(bar - 1))


# MARK: Reading


def musicxml(path, keepsGraces=False):
    """The score in a MusicXML file as it stands there, repeats played once; grace notes have no length where kept."""
    if path.suffix == ".mxl":
        with zipfile.ZipFile(path) as archive:
            container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
            name = container.find(".//{*}rootfile").get("full-path")
            root = ElementTree.fromstring(archive.read(name))
    else:
        root = ElementTree.parse(path).getroot()
    parts = root.findall("part")
    count = max(len(part.findall("measure")) for part in parts)
    lengths = [Fraction(0)] * count
    signatures = [None] * count
    written, staves = [], []
    for number, part in enumerate(parts):
        divisions, transposition = 1, (0, 0)
        sharps, time = 0, (4, 4)
        most = 1
        for index, measure in enumerate(part.findall("measure")):
            place = last = Fraction(0)
            for element in measure:
                if element.tag == "attributes":
                    divisions = int(element.findtext("divisions", str(divisions)))
                    if element.find("transpose") is not None:
                        octaves, steps, semitones = (
                            int(element.findtext(f"transpose/{name}", "0"))
                            for name in ("octave-change", "diatonic", "chromatic"))
                        transposition = (steps + 7 * octaves, semitones + 12 * octaves)
                    fifths = element.findtext("key/fifths")
                    if fifths:
                        # A semitone is seven fifths up or five down.
                        sharps = int(fifths) + (7 * transposition[1] + 6) % 12 - 6
                    most = max(most, int(element.findtext("staves", "1")))
                    beats = element.findtext("time/beats")
                    if beats:
                        time = (sum(map(int, beats.split("+"))), int(element.findtext("time/beat-type")))
                length = Fraction(element.findtext("duration", "0")) / divisions
                if element.tag == "backup":
                    place -= length
                elif element.tag == "forward":
                    place += length
                elif element.tag == "note" and (keepsGraces or element.find("grace") is None):
                    if element.find("grace") is not None:
                        last = place
                    elif element.find("chord") is None:
                        last, place = place, place + length
                    if element.find("pitch") is not None and element.find("cue") is None:
                        staff = int(element.findtext("staff", "1"))
                        ties = {tie.get("type") for tie in element.findall("tie")}
                        ornaments = element.find("notations/ornaments")
                        pitch = sounding(
                            element.findtext("pitch/step"),
                            round(float(element.findtext("pitch/alter", "0"))),
                            int(element.findtext("pitch/octave")), *transposition)
                        written.append((
                            index, last, length, *pitch, (number, staff), ties,
                            ornaments is not None))
                lengths[index] = max(lengths[index], place)
            if number == 0:
                signatures[index] = (time, sharps)
            elif signatures[index] is None:
                signatures[index] = (time, sharps)
        staves += [(number, staff) for staff in range(1, most + 1)]
    starts = [sum(lengths[:index], Fraction(0)) for index in range(count)]
    notes, ties = [], {}
    absolute = [(starts[index] + offset, *rest) for index, offset, *rest in written]
    for onset, length, step, alter, octave, staff, tie, ornamented in sorted(
            absolute, key=lambda row: row[0]):
        note = Note(onset, length, step, alter, octave, staves.index(staff), ornamented)
        key = (staff[0], note.key)
        open_note = ties.get(key)
        if "stop" in tie and open_note and open_note.onset + open_note.length == onset:
            open_note.length += length
            note = open_note
        else:
            notes.append(note)
        if "start" in tie:
            ties[key] = note
    bars = [(start, *signature) for start, length, signature in zip(starts, lengths, signatures)
            if length > 0]
    return Score(notes, bars, sum(lengths), [staff[0] for staff in staves])


class Humdrum:
    """Notes, bars and sections of a **kern file, repeats played once."""

    def __init__(self, path):
        self.notes, self.bars, self.sections, self.order = [], [], {}, None
        self.time = Fraction(0)
        self.signature, self.sharps = (4, 4), 0
        self.ties = {}
        spines, found, staves = [], {}, {}
        for line in path.read_text(errors="replace").splitlines():
            if not line or line.startswith("!"):
                continue
            tokens = line.split("\t")
            if line.startswith("**"):
                spines = [[token, number, Fraction(0)] for number, token in enumerate(tokens)]
            elif line.startswith("*"):
                self.advance(spines)
                for token, spine in zip(tokens, spines):
                    self.interpret(token, spine, found, staves)
                spines = self.divide(tokens, spines)
            elif line.startswith("="):
                self.advance(spines, isBar=True)
                if not self.bars or self.bars[-1][0] < self.time:
                    self.bars.append([self.time, self.signature, self.sharps])
            else:
                self.advance(spines)
                for token, spine in zip(tokens, spines):
                    if spine[0] == "**kern" and token != ".":
                        self.sound(token, spine)
        self.advance(spines, isBar=True)
        kern = [spine for spine in sorted(staves)]
        if len({staves[spine] for spine in kern}) < len(kern):
            staves = {spine: len(kern) - place for place, spine in enumerate(kern)}
        ordered = sorted(kern, key=lambda spine: staves[spine])
        for note in self.notes:
            note.staff = ordered.index(note.staff)
        self.parts = [found.get(spine, 0) for spine in ordered]

    def interpret(self, token, spine, found, staves):
        if spine[0] != "**kern":
            return
        staves.setdefault(spine[1], -spine[1])
        if match := re.fullmatch(r"\*staff(\d+)", token):
            staves[spine[1]] = int(match[1])
        elif match := re.fullmatch(r"\*part(\d+)", token):
            found[spine[1]] = int(match[1])
        elif match := re.fullmatch(r"\*M(\d+)/(\d+)", token):
            self.signature = (int(match[1]), int(match[2]))
            self.restate()
        elif match := re.fullmatch(r"\*k\[(.*)\]", token):
            self.sharps = match[1].count("#") - match[1].count("-")
            self.restate()
        elif token.startswith("*>["):
            self.order = self.order or token[3:-1].split(",")
        elif match := re.fullmatch(r"\*>(\w+)", token):
            self.sections.setdefault(match[1], self.time)

    def restate(self):
        """A signature after a bar line, or before the first one, is that of the bar."""
        if self.bars and self.bars[-1][0] == self.time:
            self.bars[-1][1:] = [self.signature, self.sharps]

    def divide(self, tokens, spines):
        following, joins = [], False
        for token, spine in zip(tokens, spines):
            if token == "*^":
                following += [spine, list(spine)]
            elif token == "*v":
                if joins and following[-1][1] == spine[1]:
                    following[-1][2] = max(following[-1][2], spine[2])
                else:
                    following.append(spine)
                joins = True
                continue
            elif token.startswith("**"):
                following.append([token, len(following), self.time])
            elif token != "*-":
                following.append(spine)
            joins = False
        return following

    def advance(self, spines, isBar=False):
        """Goes to where the next row begins: the earliest end of what sounds; a bar line ends all."""
        ends = [spine[2] for spine in spines if spine[0] == "**kern"]
        if ends:
            self.time = max(self.time, max(ends) if isBar else min(ends))
        for spine in spines if isBar else []:
            spine[2] = self.time

    def sound(self, token, spine):
        longest = Fraction(0)
        for part in token.split(" "):
            match = re.search(r"(\d+)(?:%(\d+))?(\.*)", part)
            if "q" in part or not match:
                continue
            value, divisor, dots = int(match[1]), int(match[2] or 1), len(match[3])
            whole = Fraction(divisor, value) if value else Fraction(2 ** len(match[1]))
            length = 4 * whole * (2 - Fraction(1, 2 ** dots))
            longest = max(longest, length)
            pitch = re.search(r"([a-gA-G])\1*", part)
            if "r" in part or not pitch:
                continue
            letters = pitch[0]
            octave = 3 + len(letters) if letters[0].islower() else 4 - len(letters)
            alter = part.count("#") - part.count("-")
            note = Note(self.time, length, letters[0].upper(), alter, octave, spine[1],
                        bool(ORNAMENTS & set(part)))
            key = (spine[1], note.key)
            tied = self.ties.get(key)
            if ("_" in part or "]" in part) and tied and tied.onset + tied.length == self.time:
                tied.length += length
                note = tied
            else:
                self.notes.append(note)
            if "[" in part or "_" in part:
                self.ties[key] = note
        if longest:
            spine[2] = self.time + longest


def humdrum(path, isExpanded):
    """The score in a Humdrum file, its sections in the order in which they are played where it is expanded."""
    source = Humdrum(path)
    bars = source.bars
    if not bars or bars[0][0] > 0:
        bars.insert(0, [Fraction(0), *(bars[0][1:] if bars else [(4, 4), 0])])
    if bars[-1][0] >= source.time:
        bars.pop()
    order = source.order if isExpanded and source.order else []
    starts = sorted(source.sections.values()) + [source.time]
    if not order or any(name not in source.sections for name in order):
        return Score(source.notes, [tuple(bar) for bar in bars], source.time, source.parts)
    notes, played, place = [], [], Fraction(0)
    # What comes before the first section is played before it.
    stretches = [(Fraction(0), starts[0])] if starts[0] > 0 else []
    for name in order:
        start = source.sections[name]
        stretches.append((start, starts[bisect.bisect_right(starts, start)]))
    for start, end in stretches:
        for bar in bars:
            if start <= bar[0] < end:
                played.append((place + bar[0] - start, *bar[1:]))
        for note in source.notes:
            if start <= note.onset < end:
                copy = Note.__new__(Note)
                copy.__dict__.update(note.__dict__)
                copy.onset += place - start
                notes.append(copy)
        place += end - start
    return Score(notes, played, place, source.parts)


# MARK: MIDI files


def note_tracks(file):
    return [track for track in file.tracks if any(message.type == "note_on" for message in track)]


def prepare(source, target, parts, keepsSignatures):
    """Copies a MIDI file, the tracks of a piano merged, and its signatures kept or left out."""
    file = mido.MidiFile(source)
    sounding = note_tracks(file)
    copy = mido.MidiFile(type=1, ticks_per_beat=file.ticks_per_beat)
    marks = {"key_signature", "time_signature"}
    groups = parts if len(parts) == len(sounding) else list(range(len(sounding)))
    merged = {}
    for track in file.tracks:
        if not keepsSignatures:
            track[:] = mido.midifiles.tracks._to_reltime(
                [message for message in mido.midifiles.tracks._to_abstime(track)
                 if message.type not in marks])
        if track not in sounding:
            copy.tracks.append(track)
            continue
        group = groups[next(index for index, other in enumerate(sounding) if other is track)]
        merged.setdefault(group, []).append(track)
    for tracks in merged.values():
        one = mido.merge_tracks(tracks)
        channel = next(message.channel for message in one if message.type == "note_on")
        for message in one:
            if hasattr(message, "channel"):
                message.channel = channel
        copy.tracks.append(one)
    copy.save(target)


def played(path):
    """The onsets in quarters of a MIDI file by key."""
    file = mido.MidiFile(path)
    onsets = collections.defaultdict(list)
    for track in file.tracks:
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity:
                onsets[message.note].append(tick / file.ticks_per_beat)
    return onsets


# MARK: Importers


def by_render(program):
    def convert(source, target):
        subprocess.run([program, "score", source, "--out", target, "--quiet"], check=True)
    return convert


def by_music21(source, target):
    import music21
    music21.converter.parse(source, forceSource=True).write("musicxml", target)


def by_musescore(source, target):
    program = next(name for name in ["musescore3", "mscore3", "mscore"]
                   if not subprocess.call(["which", name], stdout=subprocess.DEVNULL))
    subprocess.run([program, source, "-o", target], check=True, stderr=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, timeout=300, env={
                       "QT_QPA_PLATFORM": "offscreen", "HOME": str(pathlib.Path.home()),
                       "PATH": "/usr/bin:/bin"})


# MARK: Comparison


class Nearest:
    """Things by key and onset, of which each is taken once."""

    def __init__(self, things):
        self.by_key = collections.defaultdict(list)
        for key, onset, thing in sorted(things, key=lambda row: (row[0], row[1])):
            self.by_key[key].append((onset, thing))
        self.onsets = {key: [row[0] for row in rows] for key, rows in self.by_key.items()}
        self.taken = set()

    def take(self, key, onset, preferred):
        """The thing that begins nearest, within a 16th; of several the one that is preferred."""
        onsets = self.onsets.get(key, [])
        candidates = []
        for index in range(bisect.bisect_left(onsets, onset - REACH), len(onsets)):
            if onsets[index] > onset + REACH:
                break
            if (key, index) not in self.taken:
                thing = self.by_key[key][index][1]
                candidates.append((abs(onsets[index] - onset), not preferred(thing), index))
        if not candidates:
            return None
        index = min(candidates)[2]
        self.taken.add((key, index))
        return self.by_key[key][index][1]


def partners(expected, found):
    """Pairs of notes of one key that begin within a 16th, the nearest first; each is in one pair."""
    nearest = Nearest((note.key, float(note.onset), note) for note in found if note.length)
    graces = Nearest((note.key, float(note.onset), note) for note in found if not note.length)
    pairs = []
    for note in expected:
        def preferred(candidate):
            return candidate.staff == note.staff
        # A note that was taken for a grace note is there, with another length.
        other = (nearest.take(note.key, float(note.onset), preferred)
                 or graces.take(note.key, float(note.onset), preferred))
        if other is not None:
            pairs.append((note, other))
    return pairs


def is_aligned(score, path):
    """Whether a score has the notes of its MIDI file: nine of ten at least, of those that are not unisons."""
    onsets = [(key, onset, True) for key, onsets in played(path).items() for onset in onsets]
    nearest = Nearest(onsets)
    matched = sum(
        nearest.take(note.key, float(note.onset), bool) is not None for note in score.notes)
    return matched > 0 and matched >= 0.9 * min(len(score.notes), len(onsets))


def compare(expected, found):
    """The counts of a piece: measure by name, (right, all)."""
    pairs = partners(expected.notes, found.notes)
    names = collections.Counter(theirs.fifths - own.fifths for own, theirs in pairs)
    shift = max((0, 12, -12), key=lambda distance: (names[distance], distance == 0))
    keyboard = {part for part in expected.parts if expected.parts.count(part) > 1}
    counts = collections.defaultdict(lambda: [0, 0])
    errors = collections.defaultdict(bool)

    def add(measure, isRight):
        counts[measure][0] += bool(isRight)
        counts[measure][1] += 1
        return isRight

    for own, theirs in pairs:
        bar, other = expected.bar(own.onset), found.bar(theirs.onset)
        right = [add("spelling", theirs.fifths - own.fifths == shift)]
        if expected.parts[own.staff] in keyboard:
            right.append(add("staff", own.staff == theirs.staff))
        right.append(add("place in the bar", expected.place(own.onset) == found.place(theirs.onset)))
        add("place, divided bars as one",
            expected.metrical_place(own.onset) == found.metrical_place(theirs.onset))
        if not own.isOrnamented:
            right.append(add("length", own.length == theirs.length))
        add("time signature", expected.bars[bar][1] == found.bars[other][1])
        add("key signature", expected.bars[bar][2] + shift == found.bars[other][2])
        errors[bar] = errors[bar] or not all(right)
    counts["bars without an error"] = [list(errors.values()).count(False), len(errors)]
    counts["pieces, first time signature"] = [int(expected.bars[0][1] == found.bars[0][1]), 1]
    counts["pieces, first key signature"] = [int(expected.bars[0][2] + shift == found.bars[0][2]), 1]
    counts["pieces in the other name of their key"] = [int(shift != 0), 1]
    counts["notes with a partner"] = [len(pairs), len(expected.notes)]
    return counts


def chosen(folder, part):
    index = folder / "index.json"
    if index.exists():
        return [folder / row["score"] for row in json.loads(index.read_text())
                if part is None or row["part"] == part]
    return sorted(path for path in folder.iterdir() if path.suffix in (".mxl", ".musicxml", ".krn"))


def truth(path):
    """The editor's score with its repeats as its MIDI file has them; `None` where the two do not agree."""
    midi = path.with_suffix(".mid")
    scores = ([humdrum(path, True), humdrum(path, False)] if path.suffix == ".krn"
              else [musicxml(path)])
    return next((score for score in scores if is_aligned(score, midi)), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", default=".build/release/render")
    parser.add_argument("--importer", choices=["render", "music21", "musescore"], default="render")
    parser.add_argument("--converted", type=pathlib.Path)
    parser.add_argument("--prepared", type=pathlib.Path, help="keep the MIDI files that are read here")
    parser.add_argument("--part", help="the part of index.json, or all without it")
    parser.add_argument("--signatures", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--pieces", action="store_true", help="the figures of each piece, too")
    arguments = parser.parse_args()
    convert = {"render": by_render(arguments.program), "music21": by_music21,
               "musescore": by_musescore}[arguments.importer]
    totals = collections.defaultdict(lambda: [0, 0])
    left_out = failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        prepared = arguments.prepared or pathlib.Path(temporary)
        prepared.mkdir(parents=True, exist_ok=True)
        for path in chosen(arguments.folder, arguments.part)[:arguments.limit]:
            expected = truth(path)
            if expected is None:
                left_out += 1
                print(f"{path.name}: not the notes of its MIDI file", file=sys.stderr)
                continue
            source = prepared / (path.stem + ".mid")
            prepare(path.with_suffix(".mid"), source, expected.parts, arguments.signatures)
            if arguments.converted:
                target = arguments.converted / (path.stem + ".musicxml")
            else:
                target = prepared / (path.stem + ".musicxml")
                try:
                    convert(source, target)
                except Exception as error:
                    print(f"{path.name}: {type(error).__name__}", file=sys.stderr)
            if not target.exists():
                failed += 1
                continue
            counts = compare(expected, musicxml(target, keepsGraces=True))
            if arguments.pieces:
                figures = (f"{name} {100 * right / max(1, all):.1f}"
                           for name, (right, all) in counts.items() if not name.startswith("pieces"))
                print(f"{path.stem}: {', '.join(figures)}")
            for name, (right, all) in counts.items():
                totals[name][0] += right
                totals[name][1] += all
    for name, (right, all) in totals.items():
        print(f"{name}: {right} of {all}, {100 * right / max(1, all):.2f} %")
    print(f"files without a score of the same notes: {left_out}; files that were not read: {failed}")


if __name__ == "__main__":
    main()
