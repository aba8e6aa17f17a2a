/// A room, as it was designed.
struct RoomDesign: Hashable {
  /// The times of decay.
  var decay: DecayCurve
  /// The time from a sound to the beginning of its reverberation in the network, in milliseconds.
  var preDelay: Double
  /// The times from a sound to its first and to its last reflection, in milliseconds.
  var early: ClosedRange<Double>
  /// The share of the reflections in the energy of all that the room adds, 0...1.
  var earlyShare: Double
  /// The shortest and the longest delay of the network, in milliseconds.
  var delays: ClosedRange<Double>

  static let room = RoomDesign(
    decay: DecayCurve(low: 0.9, middle: 0.8, high: 0.5),
    preDelay: 3, early: 3.1...24, earlyShare: 0.3, delays: 7...29)
  static let chamber = RoomDesign(
    decay: DecayCurve(low: 1.4, middle: 1.2, high: 0.65),
    preDelay: 6, early: 5.3...37, earlyShare: 0.25, delays: 10...41)
  static let hall = RoomDesign(
    decay: DecayCurve(low: 2.6, middle: 2.2, high: 0.9),
    preDelay: 14, early: 9.7...62, earlyShare: 0.2, delays: 17...71)
  static let cathedral = RoomDesign(
    decay: DecayCurve(low: 5.6, middle: 4.7, high: 1.6),
    preDelay: 24, early: 17...95, earlyShare: 0.1, delays: 29...119)
}

// MARK: - What all rooms have in common

extension RoomDesign {
  /// A reflection at a wall.
  struct Reflection: Hashable {
    /// The time after the sound, in milliseconds.
    var milliseconds: Double
    /// The gain; negative where the phase is turned.
    var gain: Double
  }

  /// The places of the reflections of left and right between the first and the last.
  private static let places = [
    [0, 0.13, 0.21, 0.36, 0.47, 0.63, 0.81, 1], [0.05, 0.11, 0.26, 0.33, 0.52, 0.69, 0.77, 0.94],
  ]
  private static let signs = [[1.0, 1, -1, 1, -1, -1, 1, -1], [1, -1, 1, 1, 1, -1, -1, 1]]

  /// The reflections of the left and of the right, whose amplitudes fall with the way that they go.
  var reflections: [[Reflection]] {
    zip(Self.places, Self.signs).map { places, signs in
      let all = zip(places, signs).map { place, sign in
        let time = early.lowerBound + place * (early.upperBound - early.lowerBound)
        return Reflection(milliseconds: time, gain: sign / time)
      }
      let energy = all.reduce(0) { $0 + $1.gain * $1.gain }
      let scale = (earlyShare / energy).squareRoot()
      return all.map { Reflection(milliseconds: $0.milliseconds, gain: $0.gain * scale) }
    }
  }

  /// The delays of the allpass filters before the network, left and right, in milliseconds.
  static let diffusers = [[3.1, 4.9, 7.3], [3.5, 5.3, 8.1]]

  /// The largest change of a delay, in milliseconds, and how often it comes back, in Hz.
  static let modulationDepth = 0.3
  static let modulationRates = [0.31, 0.39, 0.47, 0.53, 0.61, 0.71]

  /// The gain of what is sent to a room at the full level. It is chosen so that `room` adds to the shipped piano what
  /// FluidSynth's reverb did there.
  static let gainAtFullLevel = 1.14
}
