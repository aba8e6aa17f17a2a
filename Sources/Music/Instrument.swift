/// As much of a music21 instrument as decides which part its notes belong to.
struct Instrument: Hashable {
  /// The kind of instrument: the name of music21's class.
  var kind: String = generic
  /// Parts are told apart by it.
  var name: String?
  /// The track's name.
  var trackName: String?

  static let generic = "Instrument"

  /// The instrument of a program change (`instrument.instrumentFromMidiProgram`).
  init(program: UInt8, channel: UInt8) {
    if channel == 9 {
      kind = "UnpitchedPercussion"
      name = "Percussion"
    } else {
      kind = Self.programKinds[Int(program & 127)]
      name = Self.kindNames[kind] ?? kind
    }
  }

  /// The instrument that a track's name names.
  init(trackName bytes: [UInt8]) {
    let text = Self.text(bytes)
    self.init(named: text)
    if !Self.saysNothing(text) { trackName = text }
  }

  /// The instrument of an instrument name event.
  init(instrumentName bytes: [UInt8]) {
    let text = Self.text(bytes)
    self.init(named: text)
    if !Self.saysNothing(text) { name = text }
  }

  private init(named text: String) {
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func saysNothing(_ text: String) -> Bool {
    text.isEmpty
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

  private static let programKinds: [String] = """
    Piano Piano ElectricPiano Piano ElectricPiano ElectricPiano Harpsichord Clavichord Celesta \
    Glockenspiel Glockenspiel Vibraphone Marimba Xylophone TubularBells Dulcimer ElectricOrgan \
    ElectricOrgan ElectricOrgan PipeOrgan ReedOrgan Accordion Harmonica Accordion AcousticGuitar \
    AcousticGuitar ElectricGuitar ElectricGuitar ElectricGuitar ElectricGuitar ElectricGuitar \
    ElectricGuitar AcousticBass ElectricBass ElectricBass FretlessBass ElectricBass ElectricBass \
    ElectricBass ElectricBass Violin Viola Violoncello Contrabass StringInstrument \
    StringInstrument Harp Timpani StringInstrument StringInstrument StringInstrument \
    StringInstrument Choir Vocalist Vocalist Sampler Trumpet Trombone Tuba Trumpet Horn \
    BrassInstrument BrassInstrument BrassInstrument SopranoSaxophone AltoSaxophone \
    TenorSaxophone BaritoneSaxophone Oboe EnglishHorn Bassoon Clarinet Piccolo Flute Recorder \
    PanFlute PanFlute Shakuhachi Whistle Ocarina Sampler Sampler Sampler Sampler Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sitar Banjo Shamisen Koto Kalimba \
    Bagpipes Violin Shehnai Glockenspiel Agogo SteelDrum Woodblock Taiko TomTom Sampler Sampler \
    Sampler Sampler Sampler Sampler Sampler Sampler Sampler Sampler
    """.split(separator: " ").map(String.init)

  /// The names of those kinds whose name is not that of their class.
  private static let kindNames = [
    "ElectricPiano": "Electric Piano", "TubularBells": "Tubular Bells",
    "ElectricOrgan": "Electric Organ", "PipeOrgan": "Pipe Organ", "ReedOrgan": "Reed Organ",
    "AcousticGuitar": "Acoustic Guitar", "ElectricGuitar": "Electric Guitar",
    "AcousticBass": "Acoustic Bass", "ElectricBass": "Electric Bass",
    "FretlessBass": "Fretless Bass", "Vocalist": "Voice", "BrassInstrument": "Brass",
    "SopranoSaxophone": "Soprano Saxophone", "AltoSaxophone": "Alto Saxophone",
    "TenorSaxophone": "Tenor Saxophone", "BaritoneSaxophone": "Baritone Saxophone",
    "EnglishHorn": "English Horn", "PanFlute": "Pan Flute", "SteelDrum": "Steel Drum",
    "TomTom": "Tom-Tom",
  ]
}
