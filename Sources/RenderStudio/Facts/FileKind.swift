import RenderFiles
import RenderKeras
import RenderMIDI
import RenderWeights

/// The kinds of file that this package reads, recognized by a file's contents and not by its name.
public enum FileKind: Hashable, Sendable {
  case model, midi, soundFont, audio

  /// - Throws: `StudioError.emptyFile`, `.kerasWeights`, `.tokenList` or `.unknownKind` for a file that is none of
  ///   them; `FileError`.
  public init(of path: String) throws {
    try self.init(of: path) { try readFile(path, first: $0) }
  }

  /// - Parameter beginning: gives the first bytes of the file, so many or as many as there are.
  init(of path: String, beginning: (Int) throws -> [UInt8]) throws {
    let bytes = try beginning(16)
    if bytes.isEmpty { throw StudioError.emptyFile(path: path) }
    if let kind = FileKind(signature: bytes) {
      self = kind
    } else if WeightStore.isStored(in: bytes) {
      throw StudioError.kerasWeights(path: path)
    } else if (try? MIDIFile.parse(beginning(Self.enough), mode: .lenient)) != nil {
      // In the wrapping of another system, MacBinary say.
      self = .midi
    } else if (try? TokenList(beginning(Self.enough))) != nil {
      throw StudioError.tokenList(path: path)
    } else {
      throw StudioError.unknownKind(path: path)
    }
  }

  /// The kind by a file's first 16 bytes; `nil` where they tell none.
  private init?(signature bytes: [UInt8]) {
    // Safetensors begin with a length of less than a terabyte.
    let hasLength = bytes.count > 8 && bytes[5..<8].allSatisfy { $0 == 0 }
    func holds(_ text: String, at offset: Int = 0) -> Bool {
      bytes.count >= offset + text.utf8.count
        && bytes[offset..<offset + text.utf8.count].elementsEqual(text.utf8)
    }
    if holds("MThd") || (holds("RIFF") && holds("RMID", at: 8)) {
      self = .midi
    } else if holds("RIFF"), holds("sfbk", at: 8) {
      self = .soundFont
    } else if ["RIFF", "RF64"].contains(where: { holds($0) }) && holds("WAVE", at: 8)
      || holds("FORM") && holds("AIF", at: 8)
      || ["fLaC", "OggS", "ID3"].contains(where: { holds($0) })
      || bytes.count > 1 && bytes[0] == 0xFF && [0xFA, 0xFB, 0xF2, 0xF3].contains(bytes[1])
    {
      self = .audio
    } else if hasLength, bytes[8] == UInt8(ascii: "{") {
      self = .model
    } else {
      return nil
    }
  }

  /// Refuses a file that is empty, or clearly of another kind.
  ///
  /// - Throws: `StudioError.emptyFile`, `.wrongKind`.
  static func check(
    _ path: String, _ bytes: [UInt8], is wanted: FileKind
  ) throws(StudioError) {
    if bytes.isEmpty { throw .emptyFile(path: path) }
    guard let kind = FileKind(signature: Array(bytes.prefix(16))), kind != wanted else { return }
    throw .wrongKind(path: path, kind, wanted: wanted)
  }

  /// The number of first bytes that is enough to recognize a kind: a file that is none of them may be endless.
  private static let enough = 1 << 24
}

extension FileKind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .model: "a model"
    case .midi: "a MIDI file"
    case .soundFont: "a soundfont"
    case .audio: "an audio file"
    }
  }
}
