import RenderAudio
import RenderMIDI

/// The soundfonts in use, each loaded once.
struct SoundFontShelf {
  /// The one that the user wants for everything.
  private let chosen: String?
  private var loaded: [String: LoadedSoundFont] = [:]
  /// What the system has for instruments that were asked for before.
  private var installed: [[InstrumentRequest]: SoundFont?] = [:]

  /// - Parameter chosen: a file, or the name of a soundfont that lies beside the grand piano.
  init(chosen: String?) { self.chosen = chosen.map(Resources.soundFont) }

  /// The grand piano that comes with the program, or what was chosen instead.
  mutating func piano() throws -> LoadedSoundFont {
    guard let path = chosen ?? Resources.defaultSoundFont else {
      throw Failure(
        .missingInput,
        "the grand piano that comes with render was not found; give another one with --soundfont")
    }
    return try load(path) { try LoadedSoundFont(path: path) }
  }

  /// What a file is best played with, and why, where that is not what the user chose: the grand
  /// piano, unless the file asks for more and the system has it.
  mutating func soundFont(for midi: MIDIFile) throws -> (font: LoadedSoundFont, notice: String?) {
    if chosen != nil { return (try piano(), nil) }
    let requests = midi.instrumentRequests
    guard !requests.allSatisfy(\.isPiano) else {
      return (try piano(), "played with the grand piano")
    }
    let reason = "the file asks for \(Self.names(of: requests))"
    let found = installed[requests] ?? Resources.installedSoundFont(for: requests)
    installed[requests] = .some(found)
    guard let installed = found else {
      return (
        try piano(),
        "\(reason) and no General MIDI soundfont is installed that has it: all of it is played with "
          + "the grand piano; install one (Debian's fluid-soundfont-gm) or give one with --soundfont"
      )
    }
    let font = try load(installed.path) { try LoadedSoundFont(installed) }
    return (font, "\(reason): played with \(installed.path)")
  }

  private mutating func load(
    _ path: String, _ open: () throws -> LoadedSoundFont
  ) throws -> LoadedSoundFont {
    if let font = loaded[path] { return font }
    let font = try open()
    loaded[path] = font
    return font
  }

  private static func names(of requests: [InstrumentRequest]) -> String {
    let programs = Set(requests.filter { !$0.isPercussion && !$0.isPiano }.map(\.program)).sorted()
    let drums = requests.contains(where: \.isPercussion) ? ["drums"] : []
    let others =
      programs.isEmpty
      ? []
      : [
        "program\(programs.count > 1 ? "s" : "") "
          + programs.map(String.init).joined(separator: ", ")
      ]
    return (drums + others).joined(separator: " and ")
  }
}
