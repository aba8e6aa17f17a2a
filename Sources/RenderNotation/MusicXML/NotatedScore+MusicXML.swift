import RenderMusic

extension NotatedScore {
  /// The score as a MusicXML 4.0 document, partwise, in UTF-8 (W3C Music Notation Community Group, "MusicXML 4.0", 2021).
  public func musicXML() -> [UInt8] {
    var text = XMLText()
    text.raw(
      """
      <!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" \
      "http://www.musicxml.org/dtds/partwise.dtd">

      """)
    text.begin("score-partwise", [("version", "4.0")])
    if !title.isEmpty {
      text.begin("work")
      text.element("work-title", title)
      text.end()
    }
    text.begin("identification")
    text.begin("encoding")
    text.element("software", "render")
    text.empty("supports", [("element", "accidental"), ("type", "yes")])
    text.empty("supports", [("element", "beam"), ("type", "yes")])
    text.end()
    text.end()
    text.begin("part-list")
    for (index, part) in parts.enumerated() {
      let number = index + 1
      text.begin("score-part", [("id", "P\(number)")])
      text.element("part-name", part.name)
      text.begin("score-instrument", [("id", "P\(number)-I1")])
      text.element("instrument-name", part.name)
      text.end()
      text.begin("midi-instrument", [("id", "P\(number)-I1")])
      text.element("midi-program", Int(part.program) + 1)
      text.end()
      text.end()
    }
    text.end()
    let divisions = divisions
    for index in parts.indices {
      text.begin("part", [("id", "P\(index + 1)")])
      var writer = MusicXMLPart(self, index, divisions: divisions)
      for measure in measures.indices { writer.write(measure, to: &text) }
      text.end()
    }
    text.end()
    return text.bytes
  }

  /// The divisions of a quarter: enough for 64ths and triplets of them, for fives and sevens where there are any.
  private var divisions: Int {
    let hasUneven = parts.contains { part in
      part.staves.contains { staff in
        staff.measures.contains { measure in
          measure.voices.contains { voice in
            voice.elements.contains { $0.tuplet.map { $0.actual != 3 } ?? false }
          }
        }
      }
    }
    return hasUneven ? ExactLength.partsPerQuarter : 48
  }
}
