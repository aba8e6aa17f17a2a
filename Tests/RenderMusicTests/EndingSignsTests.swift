import Testing

@testable import RenderMusic

@Suite("Endings")
struct EndingSignsTests {
  private func score(_ notes: [(onset: Int, duration: Int, key: UInt8)]) throws -> TimedScore {
    try TimedScore(
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) })
  }

  /// A scale of eighths up and down, then what is given after a rest.
  private func scale(from tonic: UInt8, minor: Bool = false, then end: [(Int, Int, UInt8)])
    throws -> TimedScore
  {
    let steps: [UInt8] = minor ? [0, 2, 3, 5, 7, 8, 10, 12] : [0, 2, 4, 5, 7, 9, 11, 12]
    let keys = ([0, 7, 4, 7].map { $0 + tonic } + (steps + steps.reversed()).map { $0 + tonic })
    return try score(
      keys.enumerated().map { ($0.offset * 12, 12, $0.element) }
        + end.map { (onset: keys.count * 12 + $0.0, duration: $0.1, key: $0.2) })
  }

  @Test("The key is found in major and minor, from any tonic", arguments: 0..<12 as Range<UInt8>)
  func key(tonic: UInt8) throws {
    for minor in [false, true] {
      let steps: [UInt8] =
        minor ? [0, 3, 7, 0, 2, 3, 5, 7, 8, 11] : [0, 4, 7, 0, 2, 4, 5, 7, 9, 11]
      let key = try #require(
        MusicalKey(
          of: try score(steps.enumerated().map { ($0.offset * 12, 12, 48 + tonic + $0.element) })
            .notes))
      #expect(key.tonic == Int(tonic) && key.isMinor == minor)
    }
    #expect(MusicalKey(of: []) == nil)
  }

  @Test("A long tonic after a rest has all signs, an eighth amid eighths none")
  func signs() throws {
    let ending = try scale(from: 60, then: [(12, 48, 60), (12, 48, 64)])
    let signs = try #require(EndingSigns(ending))
    #expect(signs.hasRest && signs.isLong && signs.isTonic)
    let earlier = try #require(EndingSigns(ending, back: 4))
    #expect(!earlier.hasRest && !earlier.isLong && !earlier.isTonic)
  }

  @Test("Each sign has its threshold")
  func thresholds() throws {
    let signs = try #require(EndingSigns(try scale(from: 60, then: [(11, 23, 62)])))
    #expect(!signs.hasRest && !signs.isLong && !signs.isTonic)
    let enough = try #require(EndingSigns(try scale(from: 60, then: [(12, 24, 48)])))
    #expect(enough.hasRest && enough.isLong && enough.isTonic)
  }

  @Test("A piece of fewer than eleven events has no signs")
  func short() throws {
    #expect(EndingSigns(try score([(0, 12, 60), (12, 12, 62)])) == nil)
    #expect(EndingSigns(try scale(from: 60, then: []), back: 15) == nil)
  }
}
