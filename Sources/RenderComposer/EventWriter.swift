import RenderMusic

/// A converter of a model's tokens into events, which says what may follow and what the tokens mean.
public protocol EventWriter: Sendable {
  /// The features of the last token.
  var features: [Int32] { get }
  /// The tempo, known before the first event.
  var quartersPerMinute: Double? { get }
  /// The unit of the bars from which on is written, the beginning of the first event's; `nil` until that is known.
  var origin: Int? { get }
  /// Whether the end was read; nothing follows it.
  var hasEnded: Bool { get }
  /// The place, in units of the bars, of the note that the last token has completed; `nil` where it has completed none,
  /// or tokens do not say when notes begin.
  var completedOnset: Int? { get }
  /// Whether the next token is a pitch, or has pitches.
  var expectsPitch: Bool { get }
  /// Whether the piece is coming to its end.
  var isClosing: Bool { get }
  /// Whether the network hears what the present bar returns to, as the plan says.
  var looksBack: Bool { get }
  /// What a memory of the piece knows beside its tokens.
  var setting: PieceSetting { get }
  /// The factor of the temperature at the next token.
  var temperatureShare: Float { get }
  /// Raises the logits of what the piece needs next, whatever the network says.
  func favor(_ logits: inout [Float])
  /// Says which tokens may come next; at least one may until the end.
  func writeAllowed(to mask: inout [Bool])
  /// Whether a token is a pitch that the instrument does not have.
  func isBeyondCompass(_ token: Int32) -> Bool
  /// Takes a token.
  ///
  /// - Returns: an event that it completes.
  mutating func read(_ token: Int32) -> ComposedEvent?
}

extension EventWriter {
  public var features: [Int32] { [] }
  public var origin: Int? { 0 }
  public var completedOnset: Int? { nil }
  public var isClosing: Bool { false }
  public var looksBack: Bool { false }
  public var setting: PieceSetting { PieceSetting() }
  public var temperatureShare: Float { 1 }
  public func favor(_ logits: inout [Float]) {}
  public func isBeyondCompass(_ token: Int32) -> Bool { false }
}

/// The properties of a piece that a writer has to know before its first token.
public struct PiecePlan: Hashable, Sendable {
  /// The tokens that are heard and not drawn.
  public var heard: [Int32]
  /// The number of them, from the first on, that are never written.
  public var unwritten = 0
  /// The length of the piece; `nil` for as long as it likes.
  public var extent: Extent?
  /// What is to come in each bar; `nil` for a model that counts none.
  public var form: FormPlan?
  /// Whether the piece ends with the bars of its form, where it has no other extent.
  public var endsWithForm = false
  /// The tempo that was asked for, in quarters a minute.
  public var quartersPerMinute: Double?
  /// The semitones from the key that the model composes in to the key that is written, before any transposition
  /// that was asked for.
  public var key = 0
  /// The instruments that play, in score order.
  public var instruments = [Instrument(program: 0)]
  /// What each of them can play.
  public var compasses = [Compass.piano]
  /// The way in which the last events are drawn.
  public var closing = DecodingPolicy.Closing.none
  /// The pull towards the register that the form has for a bar (`DecodingPolicy.register`).
  public var register: Float = 0
  /// The pull towards the lines that the form has (`DecodingPolicy.lines`).
  public var lines: Float = 0
  /// The pull towards the shares of the parts (`DecodingPolicy.parts`).
  public var parts: Float = 0
  /// The share of the time in which each part sounds where it plays at all, 0...1.
  public var activities: [Double] = []
  /// The form in which the piece is written.
  public var written = WrittenForm()

  public init(heard: [Int32]) { self.heard = heard }
}
