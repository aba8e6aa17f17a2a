import RenderMIDI

/// A time for which the sustain pedal of a part is held.
public struct HeldPedal: Hashable, Sendable {
  /// The index of the part.
  public var part: Int
  /// The place in units at which it is pressed.
  public var onset: Int
  /// The place in units at which it is lifted.
  public var end: Int

  public init(part: Int, onset: Int, end: Int) {
    self.part = part
    self.onset = onset
    self.end = end
  }
}

extension MIDIFile {
  /// The sustain pedals of the file's keyboards, on the grid and by onset; what is never lifted is not held.
  ///
  /// A controller 64 from 64 on is a pedal that is down (MIDI 1.0 Detailed Specification, MMA 1996, table III).
  public func heldPedals(_ parts: FileParts) -> [HeldPedal] {
    let grid = FileGrid(self)
    var held: [HeldPedal] = []
    for (number, (track, start)) in zip(tracks, grid.trackStarts).enumerated() {
      var pressed: [UInt8: Int] = [:]
      let channels = Set(track.channelsWithNotes)
      for timed in track.events where timed.tick >= 0 && timed.tick <= grid.latestTick - start {
        guard case .controlChange(let channel, 64, let value) = timed.event,
          channels.contains(channel)
        else { continue }
        let unit = grid.unit(nearestTo: start + timed.tick)
        if value >= 64 {
          if pressed[channel] == nil { pressed[channel] = unit }
        } else if let onset = pressed.removeValue(forKey: channel), unit > onset {
          let part = parts.index(track: number, channel: channel)
          if parts.parts.indices.contains(part), GeneralMIDI.isKeyboard(parts.parts[part].program) {
            held.append(HeldPedal(part: part, onset: onset, end: unit))
          }
        }
      }
    }
    // Both staves of a piano have the same pedal in some files.
    return Set(held).sorted { ($0.onset, $0.part, $0.end) < ($1.onset, $1.part, $1.end) }
  }
}
