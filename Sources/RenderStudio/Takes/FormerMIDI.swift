import RenderAudio
import RenderFiles

/// A MIDI file that lies where a piece's is about to be written, under a name that nobody has given: that of
/// another take of the same name, or one of the user's own.
public struct FormerMIDI: Sendable {
  /// The kinds of file that were replaced.
  public enum Replacement: Hashable, Sendable {
    /// The MIDI file of other takes, whose audio is still there.
    case ofTakes(path: String, audio: [String])
    /// A file that was no part of the take that is replaced with it.
    case other(path: String)
  }

  private let path: String
  /// The bytes of the file; `nil` for one that is larger than any piece's.
  private let bytes: [UInt8]?
  /// The audio files of that name in other formats, to which it may belong.
  private let takes: [String]
  /// Whether the audio that it is replaced with takes the place of its own.
  private let isReplacedWithItsAudio: Bool

  private static let largest = 1 << 26

  /// - Returns: `nil` where there is no such file.
  public init?(beside audio: String) {
    path = RenderStudio.path(audio, withExtension: "mid")
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

  /// The file that is lost now that the piece is there; `nil` where nothing is.
  public var replacement: Replacement? {
    if let bytes, let file = try? InputFile(path: path), Self.contents(of: file) == bytes {
      return nil
    }
    if !takes.isEmpty { return .ofTakes(path: path, audio: takes) }
    return isReplacedWithItsAudio ? nil : .other(path: path)
  }

  private static func contents(of file: borrowing InputFile) -> [UInt8]? {
    file.size <= largest ? try? file.read(at: 0, count: file.size) : nil
  }
}
