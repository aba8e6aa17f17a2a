import Audio
import Files

/// The MIDI file that lies where a piece's is about to be written, under a name that nobody has given:
/// that of another take of the same name, or one of the user's own.
struct FormerMIDI {
  private let path: String
  private let bytes: [UInt8]
  /// What else has that name.
  private let takes: [String]
  /// Whether the audio that it is replaced with takes the place of its own.
  private let isReplacedWithItsAudio: Bool

  /// - Returns: `nil` where there is no such file.
  init?(beside audio: String) {
    path = render.path(audio, withExtension: "mid")
    guard let bytes = Self.contents(of: path) else { return nil }
    self.bytes = bytes
    let siblings = AudioFileFormat.allCases.map {
      render.path(audio, withExtension: $0.rawValue)
    }
    takes = siblings.filter { $0 != audio && isFile($0) }
    isReplacedWithItsAudio = isFile(audio)
  }

  /// What is to be said once it is replaced; `nil` where nothing is lost.
  var notice: String? {
    guard Self.contents(of: path) != bytes else { return nil }
    if !takes.isEmpty {
      return "\(path), the MIDI file of \(takes.joined(separator: " and ")), was replaced"
    }
    return isReplacedWithItsAudio ? nil : "\(path), which was there before, was replaced"
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = try? InputFile(path: path) else { return nil }
    return try? file.read(at: 0, count: file.size)
  }
}

private func isFile(_ path: String) -> Bool { (try? InputFile(path: path)) != nil }
