/// The groups of notes that stems consist of: one a stem, or one for each share that its notes send to the reverb.
struct StemGroups {
  /// The shares of each stem's groups, ascending.
  let shares: [[ReverbShare]]
  /// The stem of each message, and its group in that.
  private let places: [(stem: Int, group: Int)]

  /// - Parameter shares: that of each message which is a note's; nil where the reverb is the synthesizer's.
  init(_ stems: [Stem], _ timeline: Timeline, _ shares: [ReverbShare?]?) {
    let numbers = timeline.numbers(of: stems)
    var found = [Set<ReverbShare>](repeating: [], count: stems.count + 1)
    if let shares {
      for (number, share) in zip(numbers, shares) { if let share { found[number].insert(share) } }
    }
    let sorted = found.map { $0.isEmpty ? [.none] : $0.sorted() }
    self.shares = Array(sorted.dropLast())
    places = numbers.enumerated().map { index, number in
      (number, shares?[index].flatMap { sorted[number].firstIndex(of: $0) } ?? 0)
    }
  }

  /// The stems that can be played at once, from this one on: a synthesizer has a group left for the notes of all others.
  func pass(from first: Int) -> Range<Int> {
    var (end, groups) = (first, 1)
    while end < shares.count, groups + shares[end].count <= Synthesizer.mostGroups {
      groups += shares[end].count
      end += 1
    }
    return first..<end
  }

  /// The group of each message where these stems are played.
  func group(in stems: Range<Int>) -> (Int) -> Int {
    var first: [Int] = []
    var count = 0
    for stem in stems {
      first.append(count)
      count += shares[stem].count
    }
    return { [first, count] message in
      let (stem, group) = places[message]
      return stems.contains(stem) ? first[stem - stems.lowerBound] + group : count
    }
  }
}
