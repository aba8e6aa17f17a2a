import RenderFiles
import RenderNotation

/// An error on the way to sheet music.
public enum EngravingError: Error, Hashable, Sendable {
  /// A path with an extension of no format.
  case unknownFormat(path: String)
  /// No LilyPond on the search path, to engrave this file with.
  case missingEngraver(path: String)
  /// A score that takes longer to engrave than the limit.
  case outOfTime(seconds: Int)
  /// LilyPond failed, with what it said or how it ended.
  case failed(reason: String)
  /// Nobody wants the sheet music any more.
  case cancelled
  /// A failure to write down the score.
  case notation(NotationError)
  /// A failure to write a file.
  case file(FileError)
}

extension EngravingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "the extension of \(path) belongs to no kind of sheet music; "
        + "use \(ScoreFileFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))"
    case .missingEngraver(let path): "\(path) cannot be engraved: LilyPond is not installed"
    case .outOfTime(let seconds): "LilyPond did not finish the sheet music in \(seconds) seconds"
    case .failed(let reason): "LilyPond could not engrave the sheet music: \(reason)"
    case .cancelled: "the engraving was cancelled"
    case .notation(let error): error.description
    case .file(let error): error.description
    }
  }
}
