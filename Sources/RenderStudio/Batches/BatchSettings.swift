import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderEngraving
import RenderFiles
import RenderHashing

/// The settings that decide the takes of a batch, apart from their seeds: takes that agree in them belong
/// together.
public struct BatchSettings: Codable, Hashable, Sendable {
  /// The options, by name.
  public var options: [String: String]
  /// The SHA-256 of each file that takes are made from, by option.
  public var files: [String: String]
  /// The versions of this package and of the libraries.
  public var versions: [String: String]

  /// - Throws: a file that cannot be read.
  init(of request: BatchRequest, by studio: Studio) throws {
    options = request.options
    if request.format != .mid, request.piece.sound.room == nil, studio.hasOthers {
      options["reverb"] = SoundRequest.Room.hall.rawValue
    }
    files = try studio.inputs.mapValues { try sha256(of: InputFile(path: $0)) }
    versions = ["render": softwareVersion]
    if request.score?.isEngraved ?? false {
      versions["LilyPond"] = try Engraver.installed?.version
    }
    if request.format != .mid {
      versions["FluidSynth"] = LibraryVersions.fluidSynth
      versions["libsndfile"] = LibraryVersions.sndFile
      versions["libebur128"] = LibraryVersions.ebur128
      // Takes in rooms of another design would sound otherwise.
      if request.piece.sound.room != .off {
        versions["rooms"] = RenderSettings.Reverb.designVersion
      }
    }
  }

  /// A difference between two batches; `nil` for a value that one of them lacks.
  public enum Difference: Hashable, Sendable {
    /// An option, by name, with the value of this batch and that of the other.
    case option(String, String?, other: String?)
    /// Another file was given for this option.
    case file(option: String)
    /// A version of this package or of a library, by name, here and in the other batch.
    case version(of: String, String?, other: String?)
  }

  /// The differences from another batch.
  func differences(from other: BatchSettings) -> [Difference] {
    func differing(_ part: KeyPath<BatchSettings, [String: String]>) -> [String] {
      Set(self[keyPath: part].keys).union(other[keyPath: part].keys)
        .filter { self[keyPath: part][$0] != other[keyPath: part][$0] }.sorted()
    }
    let otherOptions = differing(\.options)
    // A library that one of the two does without is no news beside the option that asks for it.
    let otherVersions = differing(\.versions).filter {
      otherOptions.isEmpty || (versions[$0] != nil && other.versions[$0] != nil)
    }
    return otherOptions.map { .option($0, options[$0], other: other.options[$0]) }
      + differing(\.files).map { .file(option: $0) }
      + otherVersions.map { .version(of: $0, versions[$0], other: other.versions[$0]) }
  }
}

extension BatchSettings.Difference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .option(let name, let value, let other):
      "\(name) \(value ?? "nothing") instead of \(other ?? "nothing")"
    case .file(let option): "another \(option)"
    case .version(let name, let value, let other):
      "\(name) \(value ?? "none") instead of \(other ?? "none")"
    }
  }
}

/// The SHA-256 of a file in hexadecimal digits.
package func sha256(of file: borrowing InputFile) throws(FileError) -> String {
  var hash = SHA256()
  var offset = 0
  while offset < file.size {
    let bytes = try file.read(at: offset, count: 1 << 20)
    // The file has become shorter meanwhile.
    if bytes.isEmpty { break }
    hash.update(bytes)
    offset += bytes.count
  }
  return hash.digest().hexadecimal
}
