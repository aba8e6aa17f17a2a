import RenderAudio
import RenderComposer

/// The sound of a piece, and the way in which it is stored.
public struct SoundRequest: Hashable, Sendable {
  /// The rooms around the piano.
  public enum Room: String, Hashable, Codable, Sendable, CaseIterable {
    case off, room, chamber, hall, cathedral

    /// The reverb of the room; `nil` where there is none.
    public var reverb: RenderSettings.Reverb? {
      switch self {
      case .off: nil
      case .room: .room
      case .chamber: .chamber
      case .hall: .hall
      case .cathedral: .cathedral
      }
    }
  }

  /// The loudness of a piece, or its gain.
  public enum Level: Hashable, Sendable {
    /// The integrated loudness in LUFS (EBU R 128).
    case loudness(Double)
    /// A fixed gain in dB.
    case gain(Double)
  }

  /// A SoundFont 2 file, or the name of one that lies beside the grand piano; that piano without it.
  public var soundFont: String?
  /// The room around the players; without it a hall around several, and a room around a piano.
  public var room: Room?
  /// The level of the room, 0...1, instead of its own.
  public var roomLevel: Double?
  /// The level; without it -18 LUFS, in a stream a gain that suits its performance.
  public var level: Level?
  /// Whether a limiter takes off peaks above the ceiling, instead of a piece that stays softer.
  public var limits: Bool
  /// The sample rate in Hz; the format's own without it.
  public var sampleRate: Int?
  /// The sample format, 16 bits without it; `nil` for a format with loss.
  public var sampleFormat: SampleFormat?
  /// The quality of a format with loss, 0 (small) to 10 (good), 7 without it; `nil` for one without loss.
  public var quality: Double?
  /// A date to store in the file; none without it, so that the same piece is the same bytes.
  public var date: String?

  /// Makes a request of these values.
  public init(
    soundFont: String? = nil, room: Room? = nil, roomLevel: Double? = nil, level: Level? = nil,
    limits: Bool = false, sampleRate: Int? = nil, sampleFormat: SampleFormat? = nil,
    quality: Double? = nil, date: String? = nil
  ) {
    self.soundFont = soundFont
    self.room = room
    self.roomLevel = roomLevel
    self.level = level
    self.limits = limits
    self.sampleRate = sampleRate
    self.sampleFormat = sampleFormat
    self.quality = quality
    self.date = date
  }

  /// Refuses what no format can have.
  public func validate() throws(StudioError) {
    switch level {
    case .loudness(let loudness): try check(.loudness, loudness, LevelSettings.loudnesses)
    case .gain(let gain): try check(.gain, gain, LevelSettings.gains)
    case nil: break
    }
    try check(.quality, quality, AudioFileOptions.qualities)
    try check(.reverbLevel, roomLevel, RenderSettings.Reverb.levels)
    try check(.sampleRate, sampleRate, RenderSettings.sampleRates)
    if roomLevel != nil, room == .off { throw .levelWithoutRoom }
  }

  /// The settings of the synthesizer for files of this format.
  ///
  /// - Parameter inHall: whether several play, or someone else than a piano.
  func settings(for format: AudioFileFormat, inHall: Bool = false) -> RenderSettings {
    var settings = RenderSettings()
    settings.sampleRate = sampleRate ?? format.defaultSampleRate
    settings.reverb = (room ?? (inHall ? .hall : .room)).reverb
    if let roomLevel { settings.reverb?.level = roomLevel }
    return settings
  }

  /// The options by which the sound is stored, the tags of a piece aside.
  ///
  /// - Parameter streamGain: the gain in dB of a stream, where none was asked for; nil for files.
  /// - Throws: where the format, or a stream, cannot be what was asked for.
  func fileOptions(
    for format: AudioFileFormat, streamGain: Double? = nil
  ) throws(AudioError) -> AudioFileOptions {
    var options = AudioFileOptions()
    options.sampleFormat = sampleFormat
    options.quality = quality
    options.tags.software = "render \(softwareVersion)"
    options.tags.date = date
    options.level.limits = limits
    switch level {
    case .loudness where streamGain != nil: throw .unknownLoudness
    case .loudness(let loudness): options.level.target = .loudness(loudness)
    case .gain(let gain): options.level.target = .gain(gain)
    case nil: if let streamGain { options.level.target = .gain(streamGain) }
    }
    try options.validate(for: format, sampleRate: settings(for: format).sampleRate)
    return options
  }
}

extension SampleFormat: Codable {}
extension AudioFileFormat: Codable {}

/// Coded in JSON as `{"loudness": -18}` or `{"gain": 0}`.
extension SoundRequest.Level: Codable {
  private enum CodingKeys: CodingKey { case loudness, gain }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.loudness) {
      self = .loudness(try container.decode(Double.self, forKey: .loudness))
    } else {
      self = .gain(try container.decode(Double.self, forKey: .gain))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .loudness(let loudness): try container.encode(loudness, forKey: .loudness)
    case .gain(let gain): try container.encode(gain, forKey: .gain)
    }
  }
}

/// Coded so that what is not given is as in a new request.
extension SoundRequest: Codable {
  private enum CodingKeys: CodingKey {
    case soundFont, room, roomLevel, level, limits, sampleRate, sampleFormat, quality, date
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      soundFont: try container.decodeIfPresent(String.self, forKey: .soundFont),
      room: try container.decodeIfPresent(Room.self, forKey: .room),
      roomLevel: try container.decodeIfPresent(Double.self, forKey: .roomLevel),
      level: try container.decodeIfPresent(Level.self, forKey: .level),
      limits: try container.decodeIfPresent(Bool.self, forKey: .limits) ?? false,
      sampleRate: try container.decodeIfPresent(Int.self, forKey: .sampleRate),
      sampleFormat: try container.decodeIfPresent(SampleFormat.self, forKey: .sampleFormat),
      quality: try container.decodeIfPresent(Double.self, forKey: .quality),
      date: try container.decodeIfPresent(String.self, forKey: .date))
  }
}
