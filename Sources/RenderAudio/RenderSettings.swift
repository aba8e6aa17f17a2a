/// How a piece is synthesized. Everything that FluidSynth has a default for is pinned here, since
/// its defaults move between versions.
public struct RenderSettings: Hashable, Sendable {
  /// FluidSynth's room reverb, one group for all channels.
  public struct Reverb: Hashable, Sendable, Codable {
    /// 0...1, the size of the room.
    public var roomSize: Double
    /// 0...1, how much the walls swallow the treble.
    public var damping: Double
    /// 0...100, the stereo width of the reverberation.
    public var width: Double
    /// The level of the reverberation.
    public var level: Double

    public static let levels: ClosedRange<Double> = 0...1

    public init(roomSize: Double, damping: Double, width: Double, level: Double) {
      self.roomSize = roomSize
      self.damping = damping
      self.width = width
      self.level = level
    }

    /// A small and bright room; the sound decays by 60 dB in 0.8 s.
    public static let room = Reverb(roomSize: 0.2, damping: 0, width: 0.5, level: 0.9)
    /// 1.2 s.
    public static let chamber = Reverb(roomSize: 0.4, damping: 0.2, width: 0.7, level: 0.7)
    /// 2.2 s.
    public static let hall = Reverb(roomSize: 0.6, damping: 0.4, width: 1, level: 0.55)
    /// 4.7 s.
    public static let cathedral = Reverb(roomSize: 0.85, damping: 0.2, width: 1, level: 0.45)
  }

  /// Between two samples of the soundfont.
  public enum Interpolation: Int32, Hashable, Sendable {
    case none = 0
    case linear = 1
    case fourthOrder = 4
    case seventhOrder = 7
  }

  public static let sampleRates = 8000...96_000

  /// Frames a second.
  public var sampleRate = 44_100
  /// FluidSynth's linear gain, 0...10. At 1 the shipped piano plays ordinary pieces at -19 LUFS on
  /// average (-16 to -23), with peaks between -9 and -2 dBFS.
  public var gain = 1.0
  /// Voices that may sound at once in each half of the keys, 1...4096; a piano takes two a note (left
  /// and right). Where there are more, as with a pedal that is never let go, those that matter least
  /// end: `fluidsynth` has half as many for all keys.
  public var polyphony = 256
  public var interpolation = Interpolation.fourthOrder
  public var reverb: Reverb? = .room

  /// The sound has died away when no sample of a quarter of a second reaches this level.
  /// -144...-20 dBFS.
  public var tailThreshold = -80.0
  /// The longest tail in seconds, 0...600: after that the sound is faded out.
  public var maximumTail = 30.0
  /// What stays of the silence before the first note, in seconds, 0...600; `nil` keeps all of it, so
  /// that the sound is in step with its MIDI file.
  public var maximumLeadIn: Double?
  /// The longest piece in seconds, 1...360000, its tail not counted.
  public var maximumSeconds = 43_200.0

  public init() {}

  /// Throws `AudioError.setting` for the first value out of range.
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
    try Self.check("the reverb's room size", reverb.roomSize, 0...1)
    try Self.check("the reverb's damping", reverb.damping, 0...1)
    try Self.check("the reverb's width", reverb.width, 0...100)
    try Self.check("the reverb's level", reverb.level, Reverb.levels)
  }

  static func check(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) throws(AudioError) {
    if !allowed.contains(value) {
      throw .setting(name: name, value: value, allowed: allowed)
    }
  }
}
