import RenderFiles
import RenderKeras
import RenderMIDI
import RenderWeights

/// The kinds of file that this package reads, recognized by a file's contents and not by its name.
public enum FileKind: Hashable, Sendable {
  case model, midi, soundFont

  /// - Throws: `StudioError.kerasWeights`, `.tokenList` or `.unknownKind` for a file that is none of
  ///   them; `FileError`.
  public init(of path: String) throws {
    try self.init(of: path) { try readFile(path, first: $0) }
  }

  /// - Parameter beginning: gives the first bytes of the file, so many or as many as there are.
  init(of path: String, beginning: (Int) throws -> [UInt8]) throws {
    let bytes = try beginning(16)
    // Safetensors begin with a length of less than a terabyte.
    let hasLength = bytes.count > 8 && bytes[5..<8].allSatisfy { $0 == 0 }
    func holds(_ text: String, at offset: Int) -> Bool {
      bytes.count >= offset + text.utf8.count
        && bytes[offset..<offset + text.utf8.count].elementsEqual(text.utf8)
    }
    if holds("MThd", at: 0) || (holds("RIFF", at: 0) && holds("RMID", at: 8)) {
      self = .midi
    } else if holds("RIFF", at: 0), holds("sfbk", at: 8) {
      self = .soundFont
    } else if hasLength, bytes[8] == UInt8(ascii: "{") {
      self = .model
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

  /// The number of first bytes that is enough to recognize a kind: a file that is none of them may be endless.
  private static let enough = 1 << 24
}
