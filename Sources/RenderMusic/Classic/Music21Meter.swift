/// The time signatures that lay out a part's measures.
struct Music21Meter {
  /// A time signature: where it stands and the length of its measures, in grid units.
  struct Signature: Hashable {
    var offset: Int
    var length: Int
  }

  /// The length of a 4/4 measure, which music21 takes where no signature is given.
  static let commonTime = 4 * QuantizationGrid.unitsPerQuarter

  /// The signatures by offset, of equal offsets as inserted; the first is at 0.
  private let signatures: [Signature]

  init(_ signatures: [Signature]) {
    var sorted = signatures.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element)
    if sorted.first?.offset != 0 {
      sorted.insert(Signature(offset: 0, length: Self.commonTime), at: 0)
    }
    self.signatures = sorted
  }

  /// The length of a measure of `numerator` over two to the `denominatorPower`, nil where music21
  /// knows no such time signature.
  static func length(numerator: UInt8, denominatorPower: UInt8) -> Int? {
    guard numerator > 0, denominatorPower <= 7 else { return nil }
    return Int(numerator) * commonTime >> Int(denominatorPower)
  }

  /// Measures from 0 to `end` (`makeNotation.makeMeasures`): a signature inside a measure waits for
  /// the next barline.
  /// - Throws: `MusicError.tooLong`.
  func measures(until end: Int) throws(MusicError) -> [Music21Measure] {
    let limit = 100_000
    var measures: [Music21Measure] = []
    var start = 0
    var next = 0
    var length = Self.commonTime
    repeat {
      var beginsSignature = false
      while next < signatures.count && signatures[next].offset <= start {
        length = signatures[next].length
        next += 1
        beginsSignature = true
      }
      guard measures.count < limit else { throw .tooLong(limit: limit) }
      measures.append(
        Music21Measure(start: start, length: length, beginsSignature: beginsSignature))
      start += length
    } while start < end
    return measures
  }

  /// The length that holds at an offset.
  func length(at offset: Int) -> Int {
    signatures[..<signatures.partitioningIndex { $0.offset > offset }].last?.length
      ?? Self.commonTime
  }
}
