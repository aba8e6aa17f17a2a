/// Measures of the form of a piece: how much of it returns, how regularly, and how long it keeps its texture.
///
/// They are of the first events alone, so that pieces of any length can be compared. Bars are compared at pitch, as
/// `BarSimilarity` does: two bars are as like as the F1 value of their notes, sets of place in the bar and key. What a
/// piece is too short to show, or has too little of, is `nil`.
public struct FormStatistics: Hashable, Codable, Sendable {
  /// The share of the time that lies in returns of at least 4 quarters, 0...1: stretches whose bars each have a
  /// likeness of 0.8 or more with the bar at one and the same distance before.
  public var returnsOf4: Double
  /// The share of the time that lies in returns of at least 8 quarters, 0...1.
  public var returnsOf8: Double
  /// The share of the time that lies in returns of at least 16 quarters, 0...1.
  public var returnsOf16: Double
  /// The share of the time that lies in returns of at least 32 quarters, 0...1.
  public var returnsOf32: Double
  /// The mean likeness of bars 4 bars apart, less the mean of those 3 and 5 bars apart.
  public var periodOf4: Double?
  /// The mean likeness of bars 8 bars apart, less the mean of those 7 and 9 bars apart.
  public var periodOf8: Double?
  /// The mean likeness of bars 16 bars apart, less the mean of those 15 and 17 bars apart.
  public var periodOf16: Double?
  /// The share of the bars that equal an earlier one, 0...1.
  public var equalBars: Double
  /// The share of the bars that have a likeness of 0.6 or more with an earlier one, 0...1.
  public var likeBars: Double
  /// The share of the like bars that do not equal an earlier one, 0...1.
  public var variedBars: Double?
  /// The number of different bars over the number of bars with notes, above 0 and at most 1.
  public var distinctBars: Double
  /// The share of the bars whose onsets are at the places of those of the bar before, 0...1.
  public var rhythmOfBarBefore: Double
  /// The share of the windows of nine notes that have occurred before, as intervals in time and pitch, 0...1.
  public var repeatedWindows: Double
  /// The share of these windows that occurred whole bars before, 0...1.
  public var wholeBarsApart: Double?
  /// The share of these windows, of those that occurred four bars before or earlier, that lie a multiple of four
  /// bars apart, 0...1.
  public var fourBarsApart: Double?
  /// The share of the bars with notes that have one below C3, 0...1.
  public var barsWithBass: Double
  /// The mean likeness of the textures of neighbouring bars, 0...1: density, register, spread, places of onsets.
  public var textureHeld: Double?
  /// The median of these likenesses less the smallest one: how suddenly the texture changes where it changes most.
  public var textureFall: Double?

  /// The number of events that are measured, the first ones of a piece.
  public static let events = 500

  /// Measures a piece.
  ///
  /// - Parameters:
  ///   - score: the notes.
  ///   - bars: the bars; without them, those that make the bars most alike.
  ///   - events: the number of the first events that are measured, at least 1.
  /// - Returns: `nil` for a piece without notes.
  public init?(of score: TimedScore, bars: BarGrid? = nil, events: Int = Self.events) {
    guard let compared = ComparedBars(score.beginning(events: events), bars) else { return nil }
    let full = compared.indices.dropFirst().filter { !compared.isEmpty($0) }
    func share(_ condition: (Int) -> Bool) -> Double {
      full.isEmpty ? 0 : Double(full.count(where: condition)) / Double(full.count)
    }
    let nearest = compared.indices.map(compared.likenessWithEarlier)
    let returns = compared.timeInReturns(ofAtLeast: [4, 8, 16, 32])
    (returnsOf4, returnsOf8, returnsOf16, returnsOf32) =
      (returns[0], returns[1], returns[2], returns[3])
    periodOf4 = compared.period(of: 4)
    periodOf8 = compared.period(of: 8)
    periodOf16 = compared.period(of: 16)
    equalBars = share { nearest[$0] >= 0.999 }
    likeBars = share { nearest[$0] >= Self.leastLikeness }
    variedBars = likeBars > 0 ? 1 - equalBars / likeBars : nil
    distinctBars = compared.distinctShare
    rhythmOfBarBefore = compared.rhythmOfBarBefore
    let windows = compared.windows
    repeatedWindows = windows.repeated
    wholeBarsApart = windows.wholeBarsApart
    fourBarsApart = windows.fourBarsApart
    barsWithBass = compared.shareWithBass
    let held = compared.textureLikenesses
    textureHeld = held.isEmpty ? nil : held.reduce(0, +) / Double(held.count)
    textureFall = held.count > 4 ? held.median - held.min()! : nil
  }

  private static let leastLikeness = 0.6
}

extension FormStatistics {
  /// A measure with its name for people to read.
  public struct Measure: Sendable {
    /// The name, in small letters.
    public var name: String
    /// The value of some statistics; `nil` where it is not defined.
    public var value: @Sendable (FormStatistics) -> Double?
    /// Whether the value is a share of the time that lies in returns.
    public var isReturn = false
  }

  /// The measures in the order in which they are shown.
  public static let measures = [
    Measure(name: "time in returns of 4 quarters", value: { $0.returnsOf4 }, isReturn: true),
    Measure(name: "time in returns of 8 quarters", value: { $0.returnsOf8 }, isReturn: true),
    Measure(name: "time in returns of 16 quarters", value: { $0.returnsOf16 }, isReturn: true),
    Measure(name: "time in returns of 32 quarters", value: { $0.returnsOf32 }, isReturn: true),
    Measure(name: "period of 4 bars", value: { $0.periodOf4 }),
    Measure(name: "period of 8 bars", value: { $0.periodOf8 }),
    Measure(name: "period of 16 bars", value: { $0.periodOf16 }),
    Measure(name: "bars equal to an earlier one", value: { $0.equalBars }),
    Measure(name: "bars like an earlier one", value: { $0.likeBars }),
    Measure(name: "varied of these", value: { $0.variedBars }),
    Measure(name: "distinct bars", value: { $0.distinctBars }),
    Measure(name: "rhythm of the bar before", value: { $0.rhythmOfBarBefore }),
    Measure(name: "repeated windows of 9 notes", value: { $0.repeatedWindows }),
    Measure(name: "whole bars apart", value: { $0.wholeBarsApart }),
    Measure(name: "multiples of 4 bars apart", value: { $0.fourBarsApart }),
    Measure(name: "bars with a note below C3", value: { $0.barsWithBass }),
    Measure(name: "texture held", value: { $0.textureHeld }),
    Measure(name: "largest fall of texture", value: { $0.textureFall }),
  ]
}
