/// The corrections to what a model has learned when pieces are drawn from it: found by comparing statistics
/// of its pieces with those of real ones, and so a part of the model, in its file.
///
/// A measure of the model (`Model.evaluate`) knows nothing of it.
public struct DecodingPolicy: Hashable, Codable, Sendable {
  /// The readiness of the memory to go on with what it copies.
  ///
  /// A copy that is written makes the next one likelier. With the odds as learned two of a hundred pieces of the
  /// timed model end in a bar that repeats itself for ever, and the others come back to their themes half as
  /// often as real music does.
  public struct Recall: Hashable, Codable, Sendable {
    /// The addition to the logits of going on with what is far and has not come in immediate repetition: a theme.
    public var far: Float
    /// The addition to the logits of going on with the rest.
    public var near: Float

    public init(far: Float, near: Float) {
      self.far = far
      self.near = near
    }

    /// The odds as they were learned.
    public static let asLearned = Recall(far: 0, near: 0)
  }

  /// The way in which the last events of a piece are drawn, where a length was asked for. The memory is
  /// silent in them: what it would copy is no ending.
  public struct Closing: Hashable, Codable, Sendable {
    /// The number of events that the closing has, the last one among them; 0 for none.
    public var events: Int
    /// The share of the temperature that pitches have: harmony surprises least towards the end.
    public var pitchTemperature: Float
    /// The share of the temperature that the lengths of the last event have. They are longer in music than the
    /// timed model says, which ends long in three of five pieces where real music does in three of four.
    public var lastLengthTemperature: Float
    /// The addition to the logits of the tonic as the last bass. It is the tonic in two of three real pieces, and
    /// in half of those that the timed model ends; with 4.5 times the odds, at the temperature there, as often
    /// as in real ones.
    public var tonicBass: Float

    public init(
      events: Int, pitchTemperature: Float, lastLengthTemperature: Float, tonicBass: Float
    ) {
      self.events = events
      self.pitchTemperature = pitchTemperature
      self.lastLengthTemperature = lastLengthTemperature
      self.tonicBass = tonicBass
    }

    /// The closing that draws a piece's end as all of it.
    public static let none = Closing(
      events: 0, pitchTemperature: 1, lastLengthTemperature: 1, tonicBass: 0)
  }

  /// The change of how readily the memory goes on with what it copies.
  public var recall: Recall
  /// The way in which the last events of a piece are drawn.
  public var closing: Closing
  /// The share of the temperature asked for that pieces are drawn with.
  ///
  /// Every note that is a little less likely than real ones makes the next ones so, too.
  public var temperature: Float
  /// The pull towards the register that the plan has for a bar: the logit that a key loses for each semitone from the
  /// mean key of the last notes, up to an octave, and each by which that lies beside the plan's register, on the same side.
  ///
  /// A network that has always heard notes that keep to the plan drifts with its own.
  public var register: Float
  /// The pull towards the lines that the plan has: the logit that a key gains for each share by which the last events lack
  /// the way in which it would go on with the melody or the bass (`LinePull`).
  public var lines: Float
  /// The pull of several players towards the share of the time in which they play: the logit that a part gains for the
  /// share that it lacked of late (`PartPull`).
  ///
  /// A network that has always heard ensembles in which everyone has his share forgets those who are silent.
  public var parts: Float

  public init(
    recall: Recall, closing: Closing, temperature: Float = 1, register: Float = 0,
    lines: Float = 0, parts: Float = 0
  ) {
    self.recall = recall
    self.closing = closing
    self.temperature = temperature
    self.register = register
    self.lines = lines
    self.parts = parts
  }

  /// The policy that draws pieces as the model was learned.
  public static let neutral = DecodingPolicy(recall: .asLearned, closing: .none)

  /// The values found for the timed model: those of models that are trained as it was, and of files in format 1, which
  /// have no policy of their own.
  public static let tuned = DecodingPolicy(
    recall: Recall(far: 0.8, near: -2),
    closing: Closing(
      events: 17, pitchTemperature: 0.4, lastLengthTemperature: 1.4, tonicBass: 0.6))

  /// - Throws: `ComposerError.outOfRange` for a value with which no piece could be drawn.
  public func validate() throws(ComposerError) {
    func check(_ name: String, _ value: Float, _ allowed: ClosedRange<Double>)
      throws(ComposerError)
    {
      try requireInRange(name, Double(value), allowed)
    }
    try check("recall of what is far", recall.far, Self.logits)
    try check("recall of what is near", recall.near, Self.logits)
    try requireInRange("number of closing events", closing.events, 0...1_000_000)
    try check("temperature of closing pitches", closing.pitchTemperature, Self.temperatures)
    try check("temperature of last lengths", closing.lastLengthTemperature, Self.temperatures)
    try check("bonus of the last bass", closing.tonicBass, Self.logits)
    try check("share of the temperature", temperature, Self.temperatures)
    try check("pull towards the register", register, 0...1)
    try check("pull towards the lines", lines, 0...100)
    try check("pull towards the parts' shares", parts, 0...100)
  }

  private static let logits = -100.0...100
  private static let temperatures = 0.01...100
}

extension DecodingPolicy {
  /// Decodes a policy; that of a program that knew neither its temperature nor the pulls has none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      recall: try values.decode(Recall.self, forKey: .recall),
      closing: try values.decode(Closing.self, forKey: .closing),
      temperature: try values.decodeIfPresent(Float.self, forKey: .temperature) ?? 1,
      register: try values.decodeIfPresent(Float.self, forKey: .register) ?? 0,
      lines: try values.decodeIfPresent(Float.self, forKey: .lines) ?? 0,
      parts: try values.decodeIfPresent(Float.self, forKey: .parts) ?? 0)
  }
}
