/// The settings of a piece's synthesis. Everything that FluidSynth has a default for is pinned here,
/// since its defaults change between versions.
public struct RenderSettings: Hashable, Sendable {
  /// The reverberation around the players.
  public struct Reverb: Hashable, Sendable {
    /// A room; `Documentation/rooms.md` has its times of decay.
    public enum Room: String, Hashable, Sendable, Codable, CaseIterable {
      /// A small and bright room; the sound decays by 60 dB in 0.8 s.
      case room
      /// A chamber; the sound decays by 60 dB in 1.2 s.
      case chamber
      /// A hall; the sound decays by 60 dB in 2.2 s.
      case hall
      /// A cathedral; the sound decays by 60 dB in 4.7 s.
      case cathedral
    }

    /// The room.
    public var room: Room
    /// The level of the reverberation, 0...1; at the same level all rooms add as much.
    public var level: Double

    /// The version of the rooms' design: another one sounds different.
    public static let designVersion = "1"
    /// The levels that a reverberation may have.
    public static let levels: ClosedRange<Double> = 0...1

    /// A reverberation, whose level is checked where a renderer is made.
    public init(_ room: Room, level: Double) {
      self.room = room
      self.level = level
    }

    /// A room at its usual level.
    public static let room = Reverb(.room, level: 0.5)
    /// A chamber at its usual level.
    public static let chamber = Reverb(.chamber, level: 0.55)
    /// A hall at its usual level.
    public static let hall = Reverb(.hall, level: 0.6)
    /// A cathedral at its usual level.
    public static let cathedral = Reverb(.cathedral, level: 0.75)
  }

  /// The interpolation between two samples of the soundfont.
  public enum Interpolation: Int32, Hashable, Sendable {
    case none = 0
    case linear = 1
    case fourthOrder = 4
    case seventhOrder = 7
  }

  /// The sample rates that can be rendered, in Hz.
  public static let sampleRates = 22_050...96_000

  /// The number of frames a second, in Hz; one of `sampleRates`.
  public var sampleRate = 44_100
  /// FluidSynth's linear gain, 0...10. At 1 the shipped piano plays ordinary pieces at -19 LUFS on
  /// average (-16 to -23), with peaks between -9 and -2 dBFS.
  public var gain = 1.0
  /// The number of voices that may sound at once in each half of the keys, 1...4096; a piano takes two a
  /// note (left and right). Where there are more, as with a pedal that is never lifted, those that matter
  /// least end. (The program `fluidsynth` has half as many for all keys.)
  public var polyphony = 256
  /// The interpolation between samples of the soundfont.
  public var interpolation = Interpolation.fourthOrder
  /// The reverberation; `nil` for a dry sound.
  public var reverb: Reverb? = .room

  /// The level below which a sound has died away, once no sample of a quarter of a second reaches it, in
  /// dBFS, -144...-20.
  public var tailThreshold = -80.0
  /// The longest tail in seconds, 0...600: after that the sound is faded out.
  public var maximumTail = 30.0
  /// The longest silence before the first note, in seconds, 0...600: what is longer is shortened. `nil`
  /// keeps all of it, so that the sound is in step with its MIDI file.
  public var maximumLeadIn: Double?
  /// The longest piece in seconds, 1...360000, its tail not counted.
  public var maximumSeconds = 43_200.0

  public init() {}

  /// Checks all settings.
  ///
  /// - Throws: `AudioError.setting` for the first value that is out of range.
  public func validate() throws(AudioError) {
    try Self.check(
      "the sample rate", Double(sampleRate),
      Double(Self.sampleRates.lowerBound)...Double(Self.sampleRates.upperBound))
    try Self.check("the gain", gain, 0...10)
    try Self.check("the polyphony", Double(polyphony), 1...4096)
    try Self.check("the tail's threshold", tailThreshold, -144 ... -20)
    try Self.check("the longest tail", maximumTail, 0...600)
    if let maximumLeadIn { try Self.check("the longest lead-in", maximumLeadIn, 0...600) }
    try Self.check("the longest duration", maximumSeconds, 1...360_000)
    guard let reverb else { return }
    try Self.check("the reverb's level", reverb.level, Reverb.levels)
  }

  /// - Throws: `AudioError.setting` for a value outside `allowed`, and for what is no number.
  static func check(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) throws(AudioError) {
    if !allowed.contains(value) {
      throw .setting(name: name, value: value, allowed: allowed)
    }
  }
}
