import RenderMusic

/// The pull of several players towards the share of the time in which each sounds.
struct PartPull: Sendable {
  /// What a part has sounded of late.
  private struct Part: Sendable {
    let activity: Double
    var share: Double
    /// The unit at which its last note ends.
    var end = 0

    /// Goes on to a unit, over so many units.
    mutating func advance(to unit: Int, over units: Int) {
      let sounding = max(0, min(end, unit) - (unit - units))
      // Shares forget as a mean over this time does; a power of e would depend on the C library's last bits.
      let weight = Double(units) / (Double(units) + PartPull.memory)
      share += (Double(sounding) / Double(units) - share) * weight
    }
  }

  private var parts: [Part]
  private var now = 0

  /// The units over which shares forget.
  private static let memory = Double(8 * Piece.unitsPerQuarter)

  /// - Parameter activities: the share of the time in which each part sounds, 0...1, as it is taken to have until the first
  ///   note.
  init(_ activities: [Double]) {
    parts = activities.map { Part(activity: $0, share: $0) }
  }

  /// Takes the next note, by onset.
  mutating func append(_ note: Piece.Note) {
    advance(to: note.onset)
    if parts.indices.contains(note.part) {
      parts[note.part].end = max(parts[note.part].end, note.end)
    }
  }

  private mutating func advance(to unit: Int) {
    guard unit > now else { return }
    for part in parts.indices { parts[part].advance(to: unit, over: unit - now) }
    now = unit
  }

  /// The share that each part lacks at an onset, negative where it has too much.
  func lacks(at onset: Int) -> [Double] {
    var pull = self
    pull.advance(to: onset)
    return pull.parts.map { $0.activity - $0.share }
  }
}
