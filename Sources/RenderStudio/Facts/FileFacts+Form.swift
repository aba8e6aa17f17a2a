import RenderFiles
import RenderMIDI
import RenderMusic
import RenderPlot

extension FileFacts {
  /// The key, where the file names one, metre and form of a MIDI file's music; nothing where no pitched note sounds,
  /// or one sounds beyond the grid.
  static func formFacts(of file: MIDIFile) -> [Fact] {
    guard let score = try? TimedScore.quantizing(file).score, !score.notes.isEmpty else {
      return []
    }
    let bars = BarGrid(file, of: score)
    let form = Form(of: score, bars: bars, keyChanges: file.keyChanges)
    let metre = bars.metre
    let named = file.timeSignatures.isEmpty ? ", as the notes suggest (the file names none)" : ""
    let pickUp = Double(bars.pickUp) / Double(Piece.unitsPerQuarter)
    let shares = form.shares
    func share(_ name: String, _ share: Double) -> Fact {
      Fact(name, .decimal(share, places: 2), "of the bars")
    }
    return keyFacts(of: file) + [
      Fact("metre", .text("\(metre)" + named)),
      Fact("pick-up", .decimal(pickUp, places: 2), "quarters"),
      Fact("bars", .integer(bars.count)),
      Fact("form", .text(form.description)),
      share("exact returns", shares.exact),
      share("varied returns", shares.varied),
      share("moved returns", shares.moved),
      share("rhythmic returns", shares.rhythm),
      share("ostinato", shares.ostinato),
    ]
  }

  /// The key that a file's first key signature names, and how often it changes.
  private static func keyFacts(of file: MIDIFile) -> [Fact] {
    guard let first = file.keySignatures.first else { return [] }
    var facts = [Fact("key", .text("\(first.signature)"))]
    let changes = file.keyChanges.count
    if changes > 0 { facts.append(Fact("key changes", .integer(changes))) }
    return facts
  }
}

extension FormPlot {
  /// Finds the form of a MIDI file's music, for a picture with the name of the file as its title.
  ///
  /// - Throws: what is wrong with the file.
  public init(of path: String) throws {
    self = try naming(path) {
      try FormPlot(
        title: lastComponent(of: path),
        MIDIFile.parse(readFile(path, atMost: .midi), mode: .lenient).file)
    }
  }
}
