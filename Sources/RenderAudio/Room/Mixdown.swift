/// The way from the groups of notes, which a synthesizer keeps apart, to the sounds that are heard: a mix, or stems.
///
/// A sound is the sum of groups, each of which sends its share to the sound's room.
struct Mixdown {
  /// The shares of the groups of each sound, in order; the groups of one sound follow those of another.
  private let shares: [[ReverbShare]]
  private let rooms: [Reverberator?]
  private let input: Scratch

  /// Memory for what goes into a room.
  private final class Scratch {
    var samples: [Float] = []
  }

  /// Sounds of one group each, as the synthesizer makes them.
  init(sounds: Int = 1) {
    self.init(shares: Array(repeating: [.none], count: sounds), rooms: [])
  }

  /// Sounds in rooms of the settings.
  ///
  /// - Parameter heard: the number of sounds that are heard; what comes after them needs no room.
  init(_ shares: [[ReverbShare]], heard: Int, in reverb: RenderSettings.Reverb, sampleRate: Int) {
    let rooms = shares.indices.map { sound in
      sound < heard
        ? Reverberator(
          reverb.room.design, sampleRate: sampleRate,
          gain: Float(reverb.level * RoomDesign.gainAtFullLevel)) : nil
    }
    self.init(shares: shares, rooms: rooms)
  }

  private init(shares: [[ReverbShare]], rooms: [Reverberator?]) {
    self.shares = shares
    self.rooms = rooms
    input = Scratch()
  }

  /// Whether the sounds are in rooms of ours, so that the synthesizer is to have none.
  var hasRooms: Bool { !rooms.isEmpty }
  /// The number of groups.
  var groups: Int { shares.reduce(0) { $0 + $1.count } }
  /// The number of sounds.
  var sounds: Int { shares.count }

  /// Makes sounds of the next blocks of all groups, in place: those of one group after the other become those of one
  /// sound after the other, at the beginning.
  func mix(_ samples: UnsafeMutableBufferPointer<Float>) -> UnsafeMutableBufferPointer<Float> {
    guard !rooms.isEmpty else { return samples }
    let parts = samples.divided(into: groups)
    let length = samples.count / groups
    if input.samples.count < length { input.samples = [Float](repeating: 0, count: length) }
    var group = 0
    for sound in shares.indices {
      // It is behind no group that is still to come.
      let output = parts[sound]
      input.samples.withUnsafeMutableBufferPointer { input in
        let input = UnsafeMutableBufferPointer(rebasing: input[..<length])
        for (index, share) in shares[sound].enumerated() {
          add(parts[group + index], share.factor, to: output, input, isFirst: index == 0)
        }
        rooms[sound]?.process(UnsafeBufferPointer(input), addingTo: output)
      }
      group += shares[sound].count
    }
    return UnsafeMutableBufferPointer(rebasing: samples[..<(sounds * length)])
  }

  private func add(
    _ part: UnsafeMutableBufferPointer<Float>, _ factor: Float,
    to output: UnsafeMutableBufferPointer<Float>, _ input: UnsafeMutableBufferPointer<Float>,
    isFirst: Bool
  ) {
    if isFirst {
      for index in part.indices {
        let sample = part[index]
        output[index] = sample
        input[index] = factor * sample
      }
    } else {
      for index in part.indices {
        output[index] += part[index]
        input[index] += factor * part[index]
      }
    }
  }
}
