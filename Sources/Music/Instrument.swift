/// As much of a music21 instrument as decides which part its notes belong to
/// (`midi.translate.midiEventToInstrument`).
///
/// Names are kept in UTF-8, since Swift takes strings for equal that Python tells apart.
struct Instrument: Hashable {
  /// The kind of instrument: the name of music21's class.
  var kind: String
  /// Parts are told apart by it.
  var name: [UInt8]?
  /// The name of the track.
  var trackName: [UInt8]?

  /// The kind of an instrument of which nothing is known.
  static let generic = "Instrument"

  /// The instrument of a program change.
  init(program: UInt8, channel: UInt8) {
    kind = channel == 9 ? "UnpitchedPercussion" : Self.kindOfProgram[Int(program & 127)]
    name = InstrumentName.kinds[kind].map { Array($0.name.utf8) }
  }

  /// The instrument that a track's name means.
  init(trackName text: [UInt8]) {
    self.init(named: text) { $0.trackName = $1 }
  }

  /// The instrument of an instrument name event.
  init(instrumentName text: [UInt8]) {
    self.init(named: text) { $0.name = $1 }
  }

  private init(named text: [UInt8], setting: (inout Instrument, [UInt8]) -> Void) {
    kind = Self.generic
    guard let text = InstrumentName(text) else { return }
    if let known = text.kind {
      kind = known
      name = text.bytes
    }
    if text.saysSomething { setting(&self, text.bytes) }
  }

  /// Of instruments at the same tick keeps one of each kind, and the generic ones only where there
  /// is no other, unless their names contradict each other (`instrument.deduplicate`).
  static func deduplicating(
    _ found: [(tick: Int, instrument: Instrument)]
  ) -> [(tick: Int, instrument: Instrument)] {
    var kept: [(tick: Int, instrument: Instrument)] = []
    var start = 0
    while start < found.count {
      let end = found[start...].firstIndex { $0.tick != found[start].tick } ?? found.count
      let together = found[start..<end].map(\.instrument)
      kept += deduplicating(together).map { (found[start].tick, $0) }
      start = end
    }
    return kept
  }

  private static func deduplicating(_ together: [Instrument]) -> [Instrument] {
    let trackNames = Set(together.compactMap(\.trackName))
    let names = Set(together.compactMap(\.name))
    guard together.count > 1, trackNames.count <= 1, names.count <= 1 else { return together }
    func named(_ instrument: Instrument) -> Instrument {
      var instrument = instrument
      instrument.trackName = trackNames.first
      instrument.name = names.first
      return instrument
    }
    if Set(together.map(\.kind)).count == 1 { return [named(together[0])] }
    return together.filter { $0.kind != generic }.map(named)
  }

  private static let kindOfProgram =
    InstrumentTables.programs.split(separator: " ").map(String.init)
}
