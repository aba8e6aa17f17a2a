import RenderMusic

/// The hands that play the notes of a keyboard piece.
///
/// At each onset the left hand plays the lowest notes, the right hand the others. A beam search from the first onset to
/// the last finds the division of every onset: `OnsetDivision` weighs each division by what the hands played before, and
/// the few best ways to divide all notes so far are kept.
struct HandSeparation {
  /// A way to divide all notes so far.
  private struct Candidate {
    var score: Int
    var past: HandPast
    /// The index of the way that it continues, among those of the onset before.
    var origin: Int32
    /// The number of the onset's notes in the left hand.
    var left: Int32
  }

  /// The most ways that are kept at an onset.
  private static let width = 4

  /// Whether the right hand plays a note, in the order of the notes.
  private(set) var isRight: [Bool]

  /// - Parameter notes: by onset, then key.
  init(_ notes: [StaffNote]) {
    isRight = [Bool](repeating: true, count: notes.count)
    let bounds =
      notes.indices.filter { $0 == 0 || notes[$0].onset != notes[$0 - 1].onset } + [notes.count]
    var candidates = [Candidate(score: 0, past: HandPast(), origin: 0, left: 0)]
    var steps: [[(origin: Int32, left: Int32)]] = []
    let weights = HandWeights.Tables()
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      let division = OnsetDivision(notes, from..<to, weights)
      var next: [Candidate] = []
      for (origin, candidate) in candidates.enumerated() {
        division.scores(after: candidate.past) { left, score in
          Self.insert(
            Candidate(
              score: candidate.score + score,
              past: candidate.past.adding(left: left, right: to - from - left),
              origin: Int32(origin), left: Int32(left)), into: &next)
        }
      }
      steps.append(next.map { ($0.origin, $0.left) })
      candidates = next
    }
    var best = 0
    for (step, (from, to)) in zip(steps, zip(bounds, bounds.dropFirst())).reversed() {
      for index in from..<min(to, from + Int(step[best].left)) { isRight[index] = false }
      best = Int(step[best].origin)
    }
  }

  /// Keeps a candidate among the best, and of those with one recent past the better one.
  private static func insert(_ candidate: Candidate, into best: inout [Candidate]) {
    if best.count == width, candidate.score <= best[width - 1].score { return }
    if let same = best.firstIndex(where: { $0.past.recent == candidate.past.recent }) {
      guard candidate.score > best[same].score else { return }
      best.remove(at: same)
    } else if best.count == width {
      best.removeLast()
    }
    let place = best.firstIndex { $0.score < candidate.score } ?? best.count
    best.insert(candidate, at: place)
  }
}
