/// Finds the melody: the highest tone of every sonority (the skyline; Uitdenbogerd, Zobel 1998),
/// unless a higher melody tone covers it, which sounds on for at least as long as it does, or lies
/// more than an octave above: then it accompanies.
struct Skyline {
  /// The ticks at which the last melody tone on each key ends.
  private var ends = [Int](repeating: 0, count: 128)

  mutating func melody(of sonority: Sonority) -> Int? {
    guard
      let index = sonority.tones.indices.max(by: {
        (sonority.tones[$0].key, sonority.tones[$0].end)
          < (sonority.tones[$1].key, sonority.tones[$1].end)
      })
    else { return nil }
    let tone = sonority.tones[index]
    for higher in (tone.key + 1)..<max(128, tone.key + 1) where ends[higher] > sonority.onset {
      if ends[higher] >= tone.end || higher - tone.key > 12 { return nil }
    }
    ends[tone.key] = tone.end
    return index
  }
}
