extension [UInt8] {
  /// Makes nothing but zeros of the identifier in a PDF's trailer, which is drawn anew each time (ISO 32000-1, 14.4), so
  /// that the same score is the same file. No other byte moves.
  mutating func removeIdentifier() {
    guard let start = suffix(1024).firstRange(of: Array("/ID [<".utf8))?.upperBound,
      let end = self[start...].firstIndex(of: UInt8(ascii: "]"))
    else { return }
    for index in start..<end where !Array("<>".utf8).contains(self[index]) {
      self[index] = UInt8(ascii: "0")
    }
  }
}
