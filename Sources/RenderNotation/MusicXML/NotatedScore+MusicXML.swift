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
    writePage(to: &text)
    writeParts(to: &text)
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

  /// Writes the size of staves and page, and what stands above the music.
  private func writePage(to text: inout XMLText) {
    // A point is 1/72 inch, and a staff is 40 tenths high.
    let millimeters = staffSize * 25.4 / 72
    func tenths(_ length: Double) -> Int { Int((length * 40 / millimeters).rounded()) }
    let (width, height, margin) = (tenths(210), tenths(297), tenths(12))
    text.begin("defaults")
    text.begin("scaling")
    text.element("millimeters", MusicXMLPart.decimal(millimeters))
    text.element("tenths", 40)
    text.end()
    text.begin("page-layout")
    text.element("page-height", height)
    text.element("page-width", width)
    text.begin("page-margins", [("type", "both")])
    for side in ["left-margin", "right-margin", "top-margin", "bottom-margin"] as [StaticString] {
      text.element(side, margin)
    }
    text.end()
    text.end()
    text.end()
    guard !title.isEmpty || !subtitle.isEmpty else { return }
    let place = [
      ("default-x" as StaticString, String(width / 2)), ("default-y", String(height - margin)),
      ("justify", "center"), ("valign", "top"),
    ]
    // Long titles are smaller, so that they stay on the page.
    let titleSize = max(8, min(20, 900 / max(1, title.count)))
    // One text of two lines: MuseScore 3 prints a second one upon the first.
    text.begin("credit", [("page", "1")])
    text.element("credit-type", "title")
    text.element(
      "credit-words", title, place + [("font-size", String(titleSize))], endsLine: !subtitle.isEmpty
    )
    if !subtitle.isEmpty {
      text.element(
        "credit-words", subtitle, [("justify", "center"), ("valign", "top"), ("font-size", "11")])
    }
    text.end()
  }

  private func writeParts(to text: inout XMLText) {
    let hidden = showsNames ? [] : [("print-object" as StaticString, "no")]
    text.begin("part-list")
    for (number, group) in groups.enumerated() {
      let ends = [("number" as StaticString, String(number + 1))]
      if group.isJoined {
        text.begin("part-group", [("type", "start")] + ends)
        text.element("group-symbol", "bracket")
        text.element("group-barline", group.isChoir ? "no" : "yes")
        text.end()
      }
      for index in group.parts {
        let (part, id) = (parts[index], "P\(index + 1)")
        text.begin("score-part", [("id", id)])
        text.element("part-name", part.name, hidden)
        text.element("part-abbreviation", part.abbreviation, hidden)
        text.begin("score-instrument", [("id", id + "-I1")])
        text.element("instrument-name", part.name)
        text.end()
        text.begin("midi-instrument", [("id", id + "-I1")])
        text.element("midi-program", Int(part.program) + 1)
        text.end()
        text.end()
      }
      if group.isJoined { text.empty("part-group", [("type", "stop")] + ends) }
    }
    text.end()
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
