import RenderMIDI

extension MIDIFile {
  /// The key signatures of all tracks with their places in units of the grid, ascending. What is beyond the grid is
  /// left out.
  public var keySignatures: [(onset: Int, signature: Piece.KeySignature)] {
    marks { event -> Piece.KeySignature? in
      guard case .keySignature(let sharps, let isMinor) = event else { return nil }
      return Piece.KeySignature(sharps: Int(sharps), mode: isMinor ? .minor : .major)
    }.map { (onset: $0.unit, signature: $0.mark) }
  }

  /// The units of the grid at which key signatures change, ascending; the first one is no change.
  public var keyChanges: [Int] {
    let signatures = keySignatures
    return zip(signatures, signatures.dropFirst()).compactMap { earlier, later in
      earlier.signature == later.signature ? nil : later.onset
    }
  }
}
