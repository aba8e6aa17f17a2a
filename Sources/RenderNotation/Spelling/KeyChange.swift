import RenderMIDI
import RenderMusic

/// A key signature that holds from a place of the piece on.
public struct KeyChange: Hashable, Sendable {
  /// The place in units.
  public var onset: Int
  /// The accidentals.
  public var signature: Piece.KeySignature

  public init(onset: Int = 0, signature: Piece.KeySignature) {
    self.onset = onset
    self.signature = signature
  }
}

extension MIDIFile {
  /// The key signatures of all tracks, each where it changes something; none where the file names none.
  public var changesOfKey: [KeyChange] {
    var kept: [KeyChange] = []
    for (onset, signature) in keySignatures
    where (-7...7).contains(signature.sharps) && kept.last?.signature != signature {
      if kept.last?.onset == onset { kept.removeLast() }
      kept.append(KeyChange(onset: onset, signature: signature))
    }
    return kept
  }
}
