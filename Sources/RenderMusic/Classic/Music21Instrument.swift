import RenderMIDI

/// The part of a music21 instrument that decides which part its notes belong to
/// (`midi.translate.midiEventToInstrument`).
///
/// Names are kept in UTF-8, since Swift takes strings for equal that Python tells apart.
struct Music21Instrument: Hashable {
  /// The kind of instrument: the name of music21's class.
  var kind: String
  /// The name, by which parts are told apart.
  var name: [UInt8]?
  /// The name of the track.
  var trackName: [UInt8]?

  /// The kind of an instrument of which nothing is known.
  static let generic = "Instrument"

  /// The instrument of a program change.
  init(program: UInt8, channel: UInt8) {
    kind =
      channel == MIDIEvent.percussionChannel
      ? "UnpitchedPercussion" : Self.kindOfProgram[Int(program & 127)]
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

  private init(named text: [UInt8], setting: (inout Music21Instrument, [UInt8]) -> Void) {
    kind = Self.generic
    guard let text = InstrumentName(text) else { return }
    if let known = text.kind {
      kind = known
      name = text.bytes
    }
    if text.saysSomething { setting(&self, text.bytes) }
  }

  /// Keeps one of each kind of a track's instruments, and the generic ones only where there is no other,
  /// unless their names contradict each other.
  ///
  /// `instrument.deduplicate` means to do this for each offset, but its tree holds the whole stream
  /// at one: a later program change of the same kind goes, as does a track's name that names no
  /// instrument and the notes that only it had.
  static func deduplicating(
    _ found: [(tick: Int, instrument: Music21Instrument)]
  ) -> [(tick: Int, instrument: Music21Instrument)] {
    let trackNames = Set(found.compactMap(\.instrument.trackName))
    let names = Set(found.compactMap(\.instrument.name))
    guard found.count > 1, trackNames.count <= 1, names.count <= 1 else { return found }
    let areOneKind = Set(found.map(\.instrument.kind)).count == 1
    let kept =
      areOneKind ? Array(found.prefix(1)) : found.filter { $0.instrument.kind != generic }
    return kept.map { tick, instrument in
      var instrument = instrument
      instrument.trackName = trackNames.first
      instrument.name = names.first
      return (tick, instrument)
    }
  }

  private static let kindOfProgram =
    InstrumentTables.programs.split(separator: " ").map(String.init)
}
