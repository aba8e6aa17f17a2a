/// The time in which a sound in a room decays by 60 dB, as a function of its frequency.
///
/// The rate of decay, one over that time, changes from one value to the next around two corners: from low to middle
/// frequencies, since walls reflect basses, and from middle to high ones, since walls and air swallow those.
struct DecayCurve: Hashable {
  /// The times below, between and above the corners, in seconds.
  var low, middle, high: Double
  /// The corners in Hz, at which the rate is half-way.
  var lowCorner = 250.0
  var highCorner = 5000.0

  /// The time in seconds at a frequency in Hz.
  func time(at frequency: Double) -> Double {
    let below = 1 / (1 + (frequency / lowCorner) * (frequency / lowCorner))
    let above = 1 - 1 / (1 + (frequency / highCorner) * (frequency / highCorner))
    return 1 / (1 / middle + below * (1 / low - 1 / middle) + above * (1 / high - 1 / middle))
  }
}

/// A filter that takes from a sound what it loses in a time of a room: Jot's absorption filter (Jot and Chaigne 1991).
///
/// It is a gain and two shelves of first order, whose gains in dB are in proportion to that time at all frequencies
/// (Jot 2015), so that all delays of a network decay along one curve. The product of both is a sum: y[n] = direct x[n] +
/// low[n] + high[n], where each of the two is gain x[n-1] + pole times what it was before.
struct AbsorptionFilter {
  /// A part of the sum.
  struct Part {
    var gain, pole: Double
  }

  let direct: Double
  let low, high: Part

  /// - Parameter frames: the time that the sound takes.
  init(_ curve: DecayCurve, frames: Int, sampleRate: Int) {
    func gain(_ time: Double) -> Double {
      Repeatable.powerOfTen(-3 * Double(frames) / Double(sampleRate) / time)
    }
    func warped(_ frequency: Double) -> Double {
      Repeatable.tangent(.pi * frequency / Double(sampleRate))
    }
    let middle = gain(curve.middle)
    // (s + w r) / (s + w / r), where r is the root of the gain and s is of the bilinear transform.
    let lowRoot = (gain(curve.low) / middle).squareRoot()
    let lowCorner = warped(curve.lowCorner)
    let first = Section(
      1 + lowCorner * lowRoot, lowCorner * lowRoot - 1, 1 + lowCorner / lowRoot,
      lowCorner / lowRoot - 1)
    // (s r + w) / (s / r + w)
    let highRoot = (gain(curve.high) / middle).squareRoot()
    let highCorner = warped(curve.highCorner)
    let second = Section(
      highRoot + highCorner, highCorner - highRoot, 1 / highRoot + highCorner,
      highCorner - 1 / highRoot)

    direct = middle * first.direct * second.direct
    let both = first.rest * second.rest / (first.pole - second.pole)
    low = Part(gain: middle * (second.direct * first.rest + both), pole: first.pole)
    high = Part(gain: middle * (first.direct * second.rest - both), pole: second.pole)
  }

  /// A quotient of polynomials in z^-1, as direct + rest z^-1 / (1 - pole z^-1).
  private struct Section {
    let direct, rest, pole: Double

    /// (b0 + b1 z^-1) / (a0 + a1 z^-1)
    init(_ b0: Double, _ b1: Double, _ a0: Double, _ a1: Double) {
      direct = b0 / a0
      pole = -a1 / a0
      rest = b1 / a0 + direct * pole
    }
  }
}
