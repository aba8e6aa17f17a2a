import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderFiles
import RenderHashing
import RenderPlot

/// All that decides the takes of a batch, apart from their seeds: takes that agree in it belong
/// together.
struct BatchSettings: Codable, Hashable {
  /// The options, by name.
  var options: [String: String]
  /// SHA-256 of the files that takes are made from, by option.
  var files: [String: String]
  /// Of the program and the libraries.
  var versions: [String: String]

  /// - Throws: a file that cannot be read.
  init(of batch: Batch, maker: TakeMaker) throws {
    options = batch.named
    files = try maker.inputs.mapValues { try sha256(of: InputFile(path: $0)) }
    versions = ["render": softwareVersion]
    if batch.format != .mid {
      versions["FluidSynth"] = LibraryVersions.fluidSynth
      versions["libsndfile"] = LibraryVersions.sndFile
      versions["libebur128"] = LibraryVersions.ebur128
    }
  }

  /// What is different in another batch, in words: `--top-p 0.9 instead of 0.97`.
  func differences(from other: BatchSettings) -> [String] {
    func differing(_ part: KeyPath<BatchSettings, [String: String]>) -> [String] {
      Set(self[keyPath: part].keys).union(other[keyPath: part].keys)
        .filter { self[keyPath: part][$0] != other[keyPath: part][$0] }.sorted()
    }
    let options = differing(\.options).map { name in
      "--\(name) \(self.options[name] ?? "nothing") instead of \(other.options[name] ?? "nothing")"
    }
    let files = differing(\.files).map { "another --\($0)" }
    let versions = differing(\.versions).map { name in
      "\(name) \(self.versions[name] ?? "none") instead of \(other.versions[name] ?? "none")"
    }
    return options + files + versions
  }
}

extension Batch {
  /// What decides the takes, by option; files aside.
  var named: [String: String] {
    var named = composition.named
    named["format"] = format.rawValue
    named["plot"] = plot?.rawValue
    if format != .mid { named.merge(sound.named) { own, _ in own } }
    return named
  }

  /// The files that takes are made from, by option, as they were given.
  var places: [String: String] {
    [
      "model": composition.model == Resources.defaultModelName ? nil : composition.model,
      "notes": composition.notes, "primer": composition.primer,
      "soundfont": format == .mid ? nil : sound.soundFont,
    ].compactMapValues(\.self)
  }
}

/// The SHA-256 of a file in hexadecimal digits.
func sha256(of file: borrowing InputFile) throws(FileError) -> String {
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
