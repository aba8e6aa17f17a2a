import RenderMusic

extension FormPlan {
  /// The bars of the sections, one after the other.
  public var sectionRanges: [Range<Int>] {
    let starts = bars.indices.filter { $0 == 0 || bars[$0].beginsSection }
    return zip(starts, starts.dropFirst() + [bars.count]).map { $0..<$1 }
  }

  /// The names of the sections: a letter, with a prime where it varies the first one of the letter, and the number
  /// of full bars.
  public var sectionNames: [String] {
    var letters: [(letter: Int, isVaried: Bool)] = []
    var next = 0
    let ranges = sectionRanges
    func section(of bar: Int) -> Int { ranges.firstIndex { $0.contains(bar) }! }
    for (index, range) in ranges.enumerated() {
      // The section to which most bars return, if they are half of all.
      var votes = [Int](repeating: 0, count: index + 1)
      for bar in range {
        if let source = bars[bar].source, bars[bar].relation != .rhythm {
          votes[section(of: source)] += 1
        }
      }
      let source = votes.dropLast().indices.max { votes[$0] < votes[$1] }
      if let source, 2 * votes[source] >= range.count {
        let isVaried =
          !range.allSatisfy { bars[$0].relation == .exact }
          || letters[source].isVaried
        letters.append((letters[source].letter, isVaried))
      } else {
        letters.append((next, false))
        next += 1
      }
    }
    return zip(letters, ranges).map { letter, range in
      Form.name(letter: letter.letter, primes: letter.isVaried ? 1 : 0)
        + "\(range.count - (range.lowerBound == 0 && metre.pickUp > 0 ? 1 : 0))"
    }
  }
  /// The plan of as many bars as music needs that ends at a unit.
  package func cut(atUnit end: Int) -> FormPlan {
    var plan = self
    plan.bars = Array(bars.prefix(BarGrid(metre, end: end).count))
    return plan
  }
}
