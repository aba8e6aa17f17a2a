extension RoomDesign {
  /// The delays of the network's lines in frames: from the shortest to the longest in equal ratios, each the prime
  /// number that comes next, so that no two have a resonance in common. Long and short ones take turns.
  func lineDelays(sampleRate: Int) -> [Int] {
    let count = Reverberator.lineCount
    // The exponent is small, as the power's series wants it.
    let shortest = delays.lowerBound * Double(sampleRate) / 1000
    let octaves = delays.upperBound / delays.lowerBound
    let sorted = (0..<count).map { index in
      let place = Double(index) / Double(count - 1)
      return Int(shortest * Repeatable.power(octaves, place)).nextPrime
    }
    return (0..<count).map { sorted[$0 * 7 % count] }
  }

  /// The gain of what leaves the network at each side, with which it has the energy that the reflections leave to it:
  /// where a sound of unit energy enters at one side, both sides get half of that.
  ///
  /// Echoes are taken for incoherent. A line keeps k of the energy that enters it, and gives a sixteenth of that to each
  /// line: so S, the sum of all that they keep, is that of k e over one less the mean of k, where e enters from outside.
  /// The energy is the mean of octaves, as it is in pink noise and, more or less, in music.
  func lateGain(_ lines: [Int], sampleRate: Int) -> Double {
    let octaves = (0..<7).map { 125 * Double(1 << $0) }
    let energies = octaves.map { octave in
      let kept = lines.map {
        Repeatable.powerOfTen(-6 * Double($0) / Double(sampleRate) / decay.time(at: octave))
      }
      let mean = kept.reduce(0, +) / Double(lines.count)
      // Half of the lines, in each of which a unit enters; of what they keep all is heard.
      return mean * Double(lines.count) / 2 / (1 - mean)
    }
    let energy = energies.reduce(0, +) / Double(octaves.count)
    return ((1 - earlyShare) / 2 / energy).squareRoot()
  }
}

extension Int {
  /// The smallest odd prime number that is not smaller.
  fileprivate var nextPrime: Int {
    var candidate = self | 1
    while stride(from: 3, to: candidate, by: 2).prefix(while: { $0 * $0 <= candidate })
      .contains(where: { candidate.isMultiple(of: $0) })
    { candidate += 2 }
    return candidate
  }
}
