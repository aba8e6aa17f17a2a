import RenderAudio
import RenderMIDI

/// The soundfonts in use, each loaded once.
struct SoundFontLibrary {
  /// The soundfont that the user wants for everything; `nil` for none.
  private let chosen: String?
  /// The soundfont for those files whose instruments it has; `nil` for none.
  private let preferred: String?
  private let resources: Resources
  private var loaded: [String: LoadedSoundFont] = [:]
  /// The soundfonts of the system, by the instruments that were asked for.
  private var installed: [[InstrumentRequest]: SoundFont?] = [:]

  /// - Parameter chosen: a file, or the name of a soundfont that lies beside the grand piano, as `preferred`.
  init(chosen: String?, preferred: String? = nil, _ resources: Resources) {
    self.chosen = chosen.map(resources.soundFont)
    self.preferred = preferred.map(resources.soundFont)
    self.resources = resources
  }

  /// The grand piano that comes with the package, or what was chosen instead.
  mutating func piano() throws -> LoadedSoundFont {
    guard let path = chosen ?? resources.defaultSoundFont else { throw StudioError.missingPiano }
    return try load(path) { try LoadedSoundFont(path: path) }
  }

  /// The instruments of the named ensembles that come with the package, the grand piano among them, or what was chosen
  /// instead.
  mutating func ensembles() throws -> LoadedSoundFont {
    guard chosen == nil, let path = resources.ensembleSoundFont else { return try piano() }
    guard let piano = resources.defaultSoundFont else { throw StudioError.missingPiano }
    return try load(path) {
      try LoadedSoundFont(SoundFont(path: path), others: [SoundFont(path: piano)])
    }
  }

  /// The soundfont for a file, and the reason: what the user chose, or else the grand piano, the instruments of the
  /// ensembles where the file asks for these, or what the system has where it asks for more.
  mutating func soundFont(
    for midi: MIDIFile
  ) throws -> (font: LoadedSoundFont, choice: SoundFontChoice) {
    if chosen != nil { return (try piano(), .requested) }
    let requests = midi.instrumentRequests
    if let preferred {
      let font = try load(preferred) { try LoadedSoundFont(path: preferred) }
      if requests.allSatisfy(font.answers) { return (font, .requested) }
    }
    guard !requests.allSatisfy(\.isPiano) else { return (try piano(), .piano) }
    let own = try ensembles()
    if requests.allSatisfy(own.answers) { return (own, .ensembles) }
    let instruments = SoundFontChoice.Instruments(requests)
    let found = installed[requests] ?? Resources.installedSoundFont(for: requests)
    installed[requests] = .some(found)
    guard let installed = found else { return (try piano(), .pianoInsteadOf(instruments)) }
    let font = try load(installed.path) { try LoadedSoundFont(installed) }
    return (font, .installed(path: installed.path, for: instruments))
  }

  private mutating func load(
    _ path: String, _ open: () throws -> LoadedSoundFont
  ) throws -> LoadedSoundFont {
    if let font = loaded[path] { return font }
    let font = try open()
    loaded[path] = font
    return font
  }
}

/// The soundfont that a MIDI file is played with, and the reason.
public enum SoundFontChoice: Hashable, Sendable {
  /// The instruments that a file asks for, besides a piano.
  public struct Instruments: Hashable, Sendable {
    /// The numbers of General MIDI programs, counted from 0, in ascending order.
    public var programs: [Int]
    /// Whether the file asks for drums.
    public var hasDrums: Bool

    init(_ requests: [InstrumentRequest]) {
      programs = Set(
        requests.filter { !$0.isPercussion && !$0.isPiano }.map { Int($0.program) }
      ).sorted()
      hasDrums = requests.contains(where: \.isPercussion)
    }
  }

  /// The soundfont that was asked for.
  case requested
  /// The grand piano, since the file asks for nothing else.
  case piano
  /// The instruments of the ensembles that come with the package.
  case ensembles
  /// The grand piano, since no soundfont of the system has these.
  case pianoInsteadOf(Instruments)
  /// A soundfont of the system that has these.
  case installed(path: String, for: Instruments)
}
