extension BarGrid {
  /// The units at which the metre changes. One bar of another length, such as a pick-up inside the piece or a
  /// cadenza, is no change.
  var metreChanges: [Int] {
    var changes: [Int] = []
    var held: Piece.TimeSignature?
    for (index, signature) in timeSignatures.enumerated() {
      let next = index + 1 < timeSignatures.count ? timeSignatures[index + 1].onset : end
      guard next - signature.onset > signature.start(ofBar: 1) else { continue }
      if let held, (held.beats, held.beatUnit) != (signature.beats, signature.beatUnit) {
        changes.append(signature.onset)
      }
      held = signature
    }
    return changes
  }
}
