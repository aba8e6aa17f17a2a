/// A phrase of the piece.
struct Phrase: Hashable {
  var sonorities: [Sonority]
  /// The onset of the next phrase; nil at the end of the piece.
  var next: Int?
  /// What has been read beyond the phrase.
  var ahead: [Sonority] = []

  var start: Int { sonorities[0].onset }
  var last: Int { sonorities[sonorities.count - 1].onset }

  /// The place of a tick in the phrase, 0 at its first and 1 at its last onset.
  func place(of tick: Int) -> Double {
    last > start ? Double(tick - start) / Double(last - start) : 0
  }

  /// Lets go of the notes that would sound into the next phrase for no longer than a limit, and no longer than
  /// they have sounded before it; what is held for longer is meant to join the phrases.
  ///
  /// - Parameters:
  ///   - gap: the ticks between the ends of these notes and the next phrase.
  ///   - longest: the limit in ticks.
  ///   - isLetGo: whether it is so for a tone.
  /// - Returns: the tick at which the phrase is let go of.
  func letGo(
    gap: Int, longest: Int, ends: inout [[Int]],
    where isLetGo: (Sonority.Tone) -> Bool = { _ in true }
  ) -> Int {
    guard let next else { return ends.reduce(last + 1) { max($0, $1.max()!) } }
    for (index, sonority) in sonorities.enumerated() {
      let length = next - sonority.onset
      for tone in ends[index].indices
      where ends[index][tone] - next <= min(length, longest) && isLetGo(sonority.tones[tone]) {
        ends[index][tone] = min(ends[index][tone], next - min(gap, length / 2))
      }
    }
    return next - min(gap, (next - last) / 2)
  }
}

/// A reader that divides the piece into phrases while it is being read.
///
/// From the beginning of a phrase it looks `PerformanceBounds.lookAheadBars` ahead, and no further,
/// and ends the phrase where most speaks for it (`PhrasePreference`). A rest of a bar always ends a
/// phrase.
struct PhraseReader<Notes: IteratorProtocol> where Notes.Element == PartNote {
  private var reader: SonorityReader<Notes>
  private let time: ScoreTime
  private var skyline = Skyline()
  private var buffer: [Sonority] = []
  private var isExhausted = false

  init(_ notes: Notes, parts: [PerformedPart], time: ScoreTime) {
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
      next: boundary < buffer.count ? buffer[boundary].onset : nil,
      ahead: Array(buffer[boundary...]))
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
    let strengths = melodyBoundaries(before: end)
    var best: (index: Int, score: Double)?
    // Without a boundary before it, the end of the section is one, and none is clearer.
    if isClosed { best = (end, 1.5 + PhrasePreference.length(last - start, bar: bar)) }
    for index in 1..<max(end, 1) {
      let onset = buffer[index].onset
      guard onset - start >= PhrasePreference.shortest * bar else { continue }
      guard onset - start <= PhrasePreference.longest * bar else { break }
      if isClosed, last - onset < bar { break }
      let score = PhrasePreference.score(
        strength: strengths[index], metricalLevel: time.metricalLevel(at: onset),
        length: onset - start, bar: bar)
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
