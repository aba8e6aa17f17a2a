import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderFiles
import RenderHashing

/// All that decides the takes of a batch, apart from their seeds: takes that agree in it belong
/// together.
public struct BatchSettings: Codable, Hashable, Sendable {
  /// The options, by name.
  public var options: [String: String]
  /// The SHA-256 of each file that takes are made from, by option.
  public var files: [String: String]
  /// The versions of this package and of the libraries.
  public var versions: [String: String]

  /// - Parameter inputs: the files that takes are made from, by option.
  /// - Throws: a file that cannot be read.
  init(of request: BatchRequest, inputs: [String: String]) throws {
    options = request.options
    files = try inputs.mapValues { try sha256(of: InputFile(path: $0)) }
    versions = ["render": softwareVersion]
    if request.format != .mid {
      versions["FluidSynth"] = LibraryVersions.fluidSynth
      versions["libsndfile"] = LibraryVersions.sndFile
      versions["libebur128"] = LibraryVersions.ebur128
    }
  }

  /// One respect in which two batches are not alike; `nil` for a value that one of them lacks.
  public enum Difference: Hashable, Sendable {
    case option(String, String?, other: String?)
    /// Another file was given for this option.
    case file(option: String)
    case version(of: String, String?, other: String?)
  }

  /// What is different in another batch.
  func differences(from other: BatchSettings) -> [Difference] {
    func differing(_ part: KeyPath<BatchSettings, [String: String]>) -> [String] {
      Set(self[keyPath: part].keys).union(other[keyPath: part].keys)
        .filter { self[keyPath: part][$0] != other[keyPath: part][$0] }.sorted()
    }
    return differing(\.options).map { .option($0, options[$0], other: other.options[$0]) }
      + differing(\.files).map { .file(option: $0) }
      + differing(\.versions).map { .version(of: $0, versions[$0], other: other.versions[$0]) }
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
    // It has become shorter meanwhile.
    if bytes.isEmpty { break }
    hash.update(bytes)
    offset += bytes.count
  }
  return hash.digest().hexadecimal
}
