extension RenderSettings.Reverb.Room {
  /// The room as it was designed.
  var design: RoomDesign {
    switch self {
    case .room: .room
    case .chamber: .chamber
    case .hall: .hall
    case .cathedral: .cathedral
    }
  }

  /// The reverb at its usual level.
  fileprivate var usual: RenderSettings.Reverb {
    switch self {
    case .room: .room
    case .chamber: .chamber
    case .hall: .hall
    case .cathedral: .cathedral
    }
  }

  /// The room of FluidSynth's that stands in for it where a file sends to the reverb in ways of its own: its size and
  /// damping, 0...1, its width, 0...100, and its usual level.
  fileprivate var fluidSynth: (size: Double, damping: Double, width: Double, level: Double) {
    switch self {
    case .room: (0.2, 0, 0.5, 0.9)
    case .chamber: (0.4, 0.2, 0.7, 0.7)
    case .hall: (0.6, 0.4, 1, 0.55)
    case .cathedral: (0.85, 0.2, 1, 0.45)
    }
  }
}

extension RenderSettings.Reverb {
  /// The settings of FluidSynth's reverb that stand in for this one: its level is as far from the usual one as this is,
  /// as far as it goes.
  var fluidSynthSettings: [(String, Double)] {
    let values = room.fluidSynth
    return [
      ("synth.reverb.room-size", values.size), ("synth.reverb.damp", values.damping),
      ("synth.reverb.width", values.width),
      ("synth.reverb.level", min(level / room.usual.level * values.level, 1)),
    ]
  }
}

/// Coded as `{"room": "hall", "level": 0.6}`. Before version 0.3 it was coded by parameters of FluidSynth, whose size names
/// the room.
extension RenderSettings.Reverb: Codable {
  private enum CodingKeys: CodingKey { case room, level, roomSize }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let level = try container.decode(Double.self, forKey: .level)
    if let room = try container.decodeIfPresent(Room.self, forKey: .room) {
      self.init(room, level: level)
    } else {
      let size = try container.decode(Double.self, forKey: .roomSize)
      self.init(Room.allCases.first { $0.fluidSynth.size >= size } ?? .cathedral, level: level)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(room, forKey: .room)
    try container.encode(level, forKey: .level)
  }
}
