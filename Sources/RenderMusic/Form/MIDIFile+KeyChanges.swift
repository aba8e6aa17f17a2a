import RenderMIDI

extension MIDIFile {
  /// The units of the grid at which key signatures change, ascending; the first one is no change.
  public var keyChanges: [Int] {
    let signatures = marks { event -> [Int]? in
      guard case .keySignature(let sharps, let isMinor) = event else { return nil }
      return [Int(sharps), isMinor ? 1 : 0]
    }
    return zip(signatures, signatures.dropFirst()).compactMap { earlier, signature in
      earlier.mark == signature.mark ? nil : signature.unit
    }
  }
}
