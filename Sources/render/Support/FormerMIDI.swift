import RenderAudio
import RenderFiles

/// The MIDI file that lies where a piece's is about to be written, under a name that nobody has given:
/// that of another take of the same name, or one of the user's own.
struct FormerMIDI {
  private let path: String
  /// `nil` for a file that is larger than any piece's.
  private let bytes: [UInt8]?
  /// Audio of that name in other formats, to which it may belong.
  private let takes: [String]
  /// Whether the audio that it is replaced with takes the place of its own.
  private let isReplacedWithItsAudio: Bool

  private static let largest = 1 << 26

  /// - Returns: `nil` where there is no such file.
  init?(beside audio: String) {
    path = render.path(audio, withExtension: "mid")
    guard let file = try? InputFile(path: path) else { return nil }
    bytes = Self.contents(of: file)
    let slash = audio.lastIndex(of: "/")
    let folder = slash.map { String(audio[...$0]) } ?? ""
    let name = slash.map { String(audio[$0...].dropFirst()) } ?? audio
    takes = fileNames(in: folder.isEmpty ? "." : folder)
      .filter {
        $0 != name && stem(of: $0) == stem(of: name) && (try? AudioFileFormat(path: $0)) != nil
      }
      .map { folder + $0 }
    isReplacedWithItsAudio = (try? InputFile(path: audio)) != nil
  }

  /// What is to be said once it is replaced; `nil` where nothing is lost.
  var notice: String? {
    guard let bytes, let file = try? InputFile(path: path), Self.contents(of: file) == bytes else {
      return replacement
    }
    return nil
  }

  private var replacement: String? {
    if !takes.isEmpty {
      return "\(path), the MIDI file beside \(takes.joined(separator: " and ")), was replaced"
    }
    return isReplacedWithItsAudio ? nil : "\(path), which was there before, was replaced"
  }

  private static func contents(of file: borrowing InputFile) -> [UInt8]? {
    file.size <= largest ? try? file.read(at: 0, count: file.size) : nil
  }
}
