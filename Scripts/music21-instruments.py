#!/usr/bin/env python3
"""Writes Sources/RenderMusic/Classic/InstrumentTables.swift from music21's own tables.

    .venv/bin/python Scripts/music21-instruments.py > Sources/RenderMusic/Classic/InstrumentTables.swift
"""
import textwrap

import music21
from music21 import common, instrument
from music21.languageExcerpts import instrumentLookup

HEADER = '''\
// Made by Scripts/music21-instruments.py; change that, not this.
//
// The tables are those of music21 {version}, which comes under this licence:
//
// Copyright (c) 2006-2026, Michael Scott Asato Cuthbert. All rights reserved.
//
// Redistribution and use in source and binary forms, with or without modification, are permitted
// provided that the following conditions are met:
//
// 1. Redistributions of source code must retain the above copyright notice, this list of conditions
//    and the following disclaimer.
// 2. Redistributions in binary form must reproduce the above copyright notice, this list of
//    conditions and the following disclaimer in the documentation and/or other materials provided
//    with the distribution.
// 3. Neither the name of the copyright holder nor the names of its contributors may be used to
//    endorse or promote products derived from this software without specific prior written
//    permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
// IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
// FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
// CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
// DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
// DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
// WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY
// WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
'''


def lines(words, separator=", "):
    """Words wrapped into the lines of a Swift string literal that is one line itself."""
    text = separator.join(words).replace("\\", "\\\\")
    wrapped = textwrap.wrap(text, 92, break_long_words=False, break_on_hyphens=False)
    return " \\\n".join("    " + line for line in wrapped)


def main():
    phrases = {}
    for phrase, kind in instrumentLookup.allToClassName.items():
        # A name's punctuation is dropped before it is looked up.
        if phrase == common.removePunctuation(phrase.replace(".", " ").lower()):
            phrases.setdefault(kind, []).append(phrase)
    programs = [type(instrument.instrumentFromMidiProgram(number)) for number in range(128)]
    kinds = {getattr(instrument, kind) for kind in phrases} | set(programs)
    kinds.add(instrument.UnpitchedPercussion)
    kinds = sorted(kinds, key=lambda kind: kind.__name__)

    print(HEADER.format(version=music21.__version__))
    print("/// music21's knowledge of instruments.")
    print("enum InstrumentTables {")
    print("  /// The kind of instrument of each General MIDI program.")
    print('  static let programs = """')
    print(lines([kind.__name__ for kind in programs], " "))
    print('    """')
    print()
    print("  /// Kinds of instruments with their names, and the more general kinds that each belongs to.")
    print('  static let kinds = """')
    for kind in kinds:
        parents = [parent.__name__ for parent in kind.__mro__ if parent in kinds and parent != kind]
        print(lines([":".join([kind.__name__, kind().instrumentName, " ".join(parents)]).rstrip()]))
    print('    """')
    print()
    print("  /// Words for kinds of instruments in six languages, and abbreviations.")
    print('  static let phrases = """')
    for kind in sorted(phrases):
        print(lines([f"{kind}: {phrases[kind][0]}", *phrases[kind][1:]]))
    print('    """')
    print("}")


if __name__ == "__main__":
    main()
