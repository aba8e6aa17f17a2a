/// The number of the generator that sends a part of a voice to the reverb, in thousandths; modulators, too, have it as
/// their destination.
private let reverbEffectsSend = 16

extension SoundFontRecords {
  /// What the notes of each preset send to the reverb, in thousandths, the controller's part not counted. Where zones
  /// differ by a tenth at most, as those of the drums of timpani do, it is the middle; a preset whose zones differ by
  /// more is left out, and one in which controllers or velocities change the send.
  var reverbSends: [SoundFont.PresetNumber: Int] {
    let greatestDifference = 100
    // The least and the most that an instrument's zones send: many presets may refer to one with many zones.
    let instrumentSends = (0..<instruments.headers.count - 1).map { instrument -> [Int]? in
      guard let sends = instruments.sends(of: instrument)?.map(\.send) else { return nil }
      return [sends.min(), sends.max()].compactMap(\.self)
    }
    var sends: [SoundFont.PresetNumber: Int] = [:]
    for preset in 0..<presets.headers.count - 1 {
      guard let zones = presets.sends(of: preset) else { continue }
      var range: ClosedRange<Int>?
      var isKnown = true
      for zone in zones {
        guard let own = instrumentSends[zone.target] else {
          isKnown = false
          break
        }
        for send in own.map({ $0 + zone.send }) {
          range = min(range?.lowerBound ?? send, send)...max(range?.upperBound ?? send, send)
        }
      }
      let found = range ?? 0...0
      // The first of two presets with one number answers.
      let number = presetNumber(preset)
      if isKnown, found.count <= greatestDifference + 1, sends[number] == nil {
        sends[number] = (found.lowerBound + found.upperBound) / 2
      }
    }
    return sends
  }
}

extension SoundFontZones {
  /// What each zone of a header refers to and sends; nil where a modulator changes that.
  fileprivate func sends(of header: Int) -> [(target: Int, send: Int)]? {
    var common = 0
    var sends: [(target: Int, send: Int)] = []
    for zone in zones(of: header) {
      if modulators(of: zone).contains(where: { modulators.uint16($0, at: 2) == reverbEffectsSend })
      {
        return nil
      }
      let reference = referring(of: zone)
      let counted = reference.map { generators(of: zone).prefix(upTo: $0) } ?? generators(of: zone)
      let send = counted.last { generators.uint16($0, at: 0) == reverbEffectsSend }
        .map { Int(Int16(truncatingIfNeeded: generators.uint16($0, at: 2))) }
      if let reference {
        sends.append((target(of: reference), send ?? common))
      } else {
        common = send ?? 0
      }
    }
    return sends
  }
}
