import RenderMusic

extension Quantization {
  /// A sentence on what the grid has changed; `nil` where it has changed nothing.
  var notice: String? {
    guard movedNotes + mergedNotes + endedNotes > 0 else { return nil }
    let largest = max(onsets.largest, ends.largest)
    return "of \(notes) notes \(movedNotes) were moved to the grid, by "
      + "\(decimal(largest, 3)) quarters at most, \(mergedNotes) joined an equal one, "
      + "\(endedNotes) were ended by the next of their key"
  }
}
