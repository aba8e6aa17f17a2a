import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("Originality")
struct OriginalityTests {
  private func moved(_ score: TimedScore, by semitones: Int, from: Int = 0, count: Int = .max)
    throws
    -> TimedScore
  {
    let notes = Array(score.notes[from...].prefix(count))
    return try TimedScore(
      notes: notes.map {
        Piece.Note(
          onset: $0.onset - notes[0].onset, duration: 1, key: UInt8(Int($0.key) + semitones))
      })
  }

  @Test("What is copied from the corpus is found, in another key too; what is not, is not")
  func copies() throws {
    let corpus = (0..<5).map { randomScore($0) }
    let originality = Originality(corpus)
    let own = originality.copies(in: [randomScore(77), randomScore(78)])
    #expect(own == Originality.Copies(share: 0, medianLongest: 0, longest: 0))
    let all = originality.copies(in: [try moved(corpus[3], by: 5)])
    #expect(all.share == 1 && all.longest == corpus[3].notes.count)
    #expect(all.medianLongest == all.longest)
    let some = originality.copies(in: [try moved(corpus[2], by: -3, from: 50, count: 16)])
    #expect(some == Originality.Copies(share: 1, medianLongest: 16, longest: 16))
    let few = originality.copies(in: [try moved(corpus[2], by: 1, from: 50, count: 15)])
    #expect(few == Originality.Copies(share: 0, medianLongest: 0, longest: 0))
  }

  @Test("A stretch that begins with others and goes on alone is measured at its longest")
  func longest() throws {
    let head = randomScore(1)
    func tail(_ seed: UInt64) throws -> TimedScore {
      let notes = head.notes.prefix(40)
      let end = notes.last!.onset
      return try TimedScore(
        notes: notes
          + randomScore(seed).notes.map {
            Piece.Note(onset: $0.onset + end + 24, duration: $0.duration, key: $0.key)
          })
    }
    let originality = Originality([try tail(11), try tail(12), try tail(13)])
    let piece = try tail(12)
    #expect(originality.copies(in: [piece]).longest == piece.notes.count)
  }
}
