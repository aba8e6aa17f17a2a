#!/usr/bin/env python3
"""Checks MusicXML files that RenderNotation wrote.

  notation-check.py FILE.musicxml...
      Voices fill their measures, and music21 reads the same notes, spellings and measures
      that stand in the file.
  notation-check.py --schema musicxml_4_0.xsd FILE.musicxml...
      The files are valid besides (needs lxml; the schema is in PyPI's package musicxml).

Needs music21 10.5.1.
"""

import argparse
import collections
import pathlib
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import music21

Note = collections.namedtuple("Note", "part staff measure offset duration key step alter")
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def written(path):
    """The notes as they stand in a file, the lengths of its measures, and what does not fill one."""
    notes, lengths, faults = [], collections.defaultdict(Fraction), []
    for part, music in enumerate(ElementTree.parse(path).getroot().findall("part")):
        divisions = 1
        for index, measure in enumerate(music.findall("measure")):
            place = last = Fraction(0)
            voices = collections.defaultdict(Fraction)
            for element in measure:
                if element.tag == "attributes" and element.find("divisions") is not None:
                    divisions = int(element.findtext("divisions"))
                length = Fraction(int(element.findtext("duration", "0")), divisions)
                if element.tag == "backup":
                    place -= length
                elif element.tag == "note":
                    if element.find("chord") is None:
                        last, place = place, place + length
                        voices[element.findtext("voice")] += length
                    pitch = element.find("pitch")
                    if pitch is None:
                        continue
                    step, alter = pitch.findtext("step"), int(pitch.findtext("alter", "0"))
                    key = 12 * (int(pitch.findtext("octave")) + 1) + STEPS[step] + alter
                    staff = int(element.findtext("staff", "1"))
                    notes.append(Note(part, staff, index, last, length, key, step, alter))
            if len(set(voices.values())) > 1:
                faults.append((part, measure.get("number"), dict(voices)))
            lengths[index] = max(lengths[index], *voices.values())
    return notes, [lengths[index] for index in sorted(lengths)], faults


def exact(number):
    return Fraction(number).limit_denominator(1680)


def read(path):
    """The notes that music21 finds in a file, and the number of measures."""
    notes, part, measures = [], -1, 0
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        score = music21.converter.parse(path, forceSource=True)
    staff = 1
    for stream in score.parts:
        is_lower = isinstance(stream, music21.stream.PartStaff) and not stream.id.endswith("Staff1")
        staff = staff + 1 if is_lower else 1
        part += 0 if is_lower else 1
        bars = list(stream.getElementsByClass("Measure"))
        measures = max(measures, len(bars))
        for index, measure in enumerate(bars):
            for element in measure.recurse().notes:
                offset = exact(element.getOffsetInHierarchy(measure))
                for pitch in element.pitches:
                    notes.append(
                        Note(part, staff, index, offset, exact(element.quarterLength),
                             pitch.midi, pitch.step, int(pitch.alter)))
    return notes, measures, [str(warning.message) for warning in caught]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schema", type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    validates = schema(arguments.schema) if arguments.schema else None
    bad = 0
    for path in arguments.files:
        notes, lengths, faults = written(path)
        theirs, measures, warned = read(path)
        differences = set(notes) ^ set(theirs)
        faults = [f"measure does not add up: {fault}" for fault in faults]
        faults += [f"music21 warns: {warning}" for warning in warned]
        if differences or len(notes) != len(theirs) or measures != len(lengths):
            faults.append(f"music21 reads otherwise: {sorted(differences)[:2]}")
        if validates:
            faults += validates(path)
        bad += bool(faults)
        for fault in faults[:3]:
            print(f"{path.name}: {fault}")
    print(f"{len(arguments.files) - bad} of {len(arguments.files)} files without a fault")
    sys.exit(bool(bad))


def schema(path):
    """A function from a file to what makes it invalid."""
    from lxml import etree

    # The schema imports two others from the net; of those only these attributes matter.
    stubs = {
        "http://www.w3.org/XML/1998/namespace": ["lang", "space"],
        "http://www.w3.org/1999/xlink": ["href", "type", "role", "title", "show", "actuate"],
    }
    document = etree.parse(path)
    with tempfile.TemporaryDirectory() as folder:
        for index, element in enumerate(document.findall(".//{*}import")):
            namespace = element.get("namespace")
            attributes = "".join(
                f'<xs:attribute name="{name}" type="xs:string"/>' for name in stubs[namespace])
            stub = pathlib.Path(folder) / f"{index}.xsd"
            stub.write_text(
                '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
                f'targetNamespace="{namespace}">{attributes}</xs:schema>')
            element.set("schemaLocation", stub.as_uri())
        checker = etree.XMLSchema(document)
    reader = etree.XMLParser(load_dtd=False, no_network=True)

    def faults(file):
        return [] if checker.validate(etree.parse(file, reader)) else [
            f"invalid: {checker.error_log[0]}"]

    return faults


if __name__ == "__main__":
    main()
