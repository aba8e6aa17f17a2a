/// A phrase of the piece.
struct Phrase: Hashable {
  var sonorities: [Sonority]
  /// The onset of the next phrase; nil at the end of the piece.
  var next: Int?

  var start: Int { sonorities[0].onset }
  var last: Int { sonorities[sonorities.count - 1].onset }
}

/// A reader that divides the piece into phrases while it is being read.
///
/// From the beginning of a phrase it looks `PerformanceBounds.lookAheadBars` ahead, and no further,
/// and ends the phrase where most speaks for it: a boundary of the melody, a strong place in the
/// metre, a length of about four bars. The sum of the three and their shares are ours; they stand in
/// for the phrase marks that the KTH rules expect in the score. A rest of a bar always ends a
/// phrase.
struct PhraseReader<Notes: IteratorProtocol> where Notes.Element == PartNote {
  /// The bars of a phrase; the last one of the piece, and one before a rest, may be longer or
  /// shorter.
  private static var shortest: Int { 2 }
  private static var longest: Int { 6 }

  private var reader: SonorityReader<Notes>
  private let time: ScoreTime
  private var skyline = Skyline()
  private var buffer: [Sonority] = []
  private var isExhausted = false

  init(_ notes: Notes, parts: [PianoPart], time: ScoreTime) {
    reader = SonorityReader(notes, parts: parts)
    self.time = time
  }

  mutating func read() -> Phrase? {
    if buffer.isEmpty, !fill() { return nil }
    let start = buffer[0].onset
    let bar = time.phraseBar(at: start)
    let limit = start + PerformanceBounds.lookAheadBars * bar
    while buffer[buffer.count - 1].onset < limit, fill() {}
    // Beyond the limit only the next onset is of interest.
    let count = buffer.count - (buffer[buffer.count - 1].onset < limit ? 0 : 1)
    let (end, isClosed) = sectionEnd(within: count, rest: bar)
    let boundary = boundary(before: end, isClosed: isClosed, bar: bar)
    let phrase = Phrase(
      sonorities: Array(buffer[..<boundary]),
      next: boundary < buffer.count ? buffer[boundary].onset : nil)
    buffer.removeFirst(boundary)
    return phrase
  }

  private mutating func fill() -> Bool {
    guard !isExhausted, var sonority = reader.read() else {
      isExhausted = true
      return false
    }
    sonority.melody = skyline.melody(of: sonority)
    buffer.append(sonority)
    return true
  }

  /// The index of the first rest of a bar, or of the end of the piece, or else (open) of what has been read.
  private func sectionEnd(within count: Int, rest: Int) -> (index: Int, isClosed: Bool) {
    var soundsUntil = 0
    for index in 0..<count {
      soundsUntil = max(soundsUntil, buffer[index].end)
      if index + 1 < buffer.count, buffer[index + 1].onset - soundsUntil >= rest {
        return (index + 1, true)
      }
    }
    return (count, isExhausted && count == buffer.count)
  }

  private func boundary(before end: Int, isClosed: Bool, bar: Int) -> Int {
    let start = buffer[0].onset
    let last = buffer[end - 1].onset
    func lengthPreference(_ ticks: Int) -> Double {
      1 - abs(Double(ticks) / Double(bar) - 4) / 4
    }
    let strengths = melodyBoundaries(before: end)
    var best: (index: Int, score: Double)?
    // Without a boundary before it, the end of the section is one, and none is clearer.
    if isClosed { best = (end, 1.5 + 0.5 * lengthPreference(last - start)) }
    for index in 1..<max(end, 1) {
      let onset = buffer[index].onset
      guard onset - start >= Self.shortest * bar else { continue }
      guard onset - start <= Self.longest * bar else { break }
      if isClosed, last - onset < bar { break }
      let score =
        2 * strengths[index] + Double(time.metricalLevel(at: onset)) / 6
        + 0.5 * lengthPreference(onset - start)
      if best == nil || score > best!.score { best = (index, score) }
    }
    return best?.index ?? end
  }

  /// The strength with which a boundary is heard before each sonority; 0 where the melody has none.
  private func melodyBoundaries(before end: Int) -> [Double] {
    var strengths = [Double](repeating: 0, count: end)
    let melodic = (0..<end).filter { buffer[$0].melody != nil }
    let tones = melodic.map { index in
      let tone = buffer[index].tones[buffer[index].melody!]
      return LocalBoundaries.MelodyTone(
        onset: buffer[index].onset, end: tone.end, key: tone.key)
    }
    for (index, strength) in zip(melodic.dropFirst(), LocalBoundaries.strengths(tones)) {
      strengths[index] = strength
    }
    return strengths
  }
}
