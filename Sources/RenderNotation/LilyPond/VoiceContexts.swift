/// The contexts of LilyPond in which the voices of a staff stand: ties need one context for both of their notes, while
/// the first voice of a measure may go on as the second one of the next.
struct VoiceContexts {
  /// The context of each voice by measure, 0 to 3.
  private(set) var contexts: [[Int]] = []
  /// The keys of ties over the bar line into each measure whose notes are in two contexts all the same.
  private(set) var broken: [Set<Int>] = []

  init(_ staff: NotatedScore.Staff) {
    // The keys that go on over the bar line, by context.
    var open = [Set<Int>](repeating: [], count: VoiceDivision.most)
    for measure in staff.measures {
      let wanted = measure.voices.map { voice in
        Set(voice.elements.first?.notes.filter(\.isTiedBack).map(\.pitch.key) ?? [])
      }
      var own = [Int?](repeating: nil, count: wanted.count)
      // The most ties first.
      let pairs = wanted.indices.flatMap { voice in
        open.indices.map { (voice, $0, wanted[voice].intersection(open[$0]).count) }
      }.filter { $0.2 > 0 }.sorted { ($0.2, $1.0, $1.1) > ($1.2, $0.0, $0.1) }
      for (voice, context, _) in pairs where own[voice] == nil && !own.contains(context) {
        own[voice] = context
      }
      for (voice, number) in zip(own.indices, measure.voiceNumbers) where own[voice] == nil {
        own[voice] =
          own.contains(number - 1) ? open.indices.first { !own.contains($0) } : number - 1
      }
      let found = own.map { $0! }
      broken.append(
        zip(wanted, found).reduce(into: []) { $0.formUnion($1.0.subtracting(open[$1.1])) })
      open = [Set<Int>](repeating: [], count: VoiceDivision.most)
      for (voice, context) in zip(measure.voices, found) {
        open[context] = Set(
          voice.elements.last?.notes.filter(\.isTiedOn).map(\.pitch.key) ?? [])
      }
      contexts.append(found)
    }
  }
}
