/// The numbers that something may be, as an error names them: `1 to 256`, `above 0, to 1`.
public struct NumberRange: Hashable, Sendable {
  /// The lowest number.
  public var lowest: Double
  /// The highest number.
  public var highest: Double
  /// Whether the lowest number itself is not allowed.
  public var excludesLowest: Bool
  /// Whether the highest number itself is not allowed.
  public var excludesHighest = false
  /// Whether only whole numbers are meant.
  public var isWhole: Bool

  /// The numbers of a range, both ends included unless the lowest is left out.
  public init(_ numbers: ClosedRange<Double>, excludesLowest: Bool = false) {
    (lowest, highest) = (numbers.lowerBound, numbers.upperBound)
    (self.excludesLowest, isWhole) = (excludesLowest, false)
  }

  /// The whole numbers of a range, both ends included.
  public init(_ numbers: ClosedRange<Int>) {
    (lowest, highest) = (Double(numbers.lowerBound), Double(numbers.upperBound))
    (excludesLowest, isWhole) = (false, true)
  }

  /// The numbers of a range without its upper end.
  public init(_ numbers: Range<Double>) {
    self.init(numbers.lowerBound...numbers.upperBound)
    excludesHighest = true
  }

  /// The numbers above one, and up to another where there is such a limit.
  public init(above lowest: Double, to highest: Double = .greatestFiniteMagnitude) {
    self.init(lowest...highest, excludesLowest: true)
  }

  /// Whether a number is allowed; what is no number never is.
  public func contains(_ number: Double) -> Bool {
    (excludesHighest ? number < highest : number <= highest)
      && (excludesLowest ? number > lowest : number >= lowest)
  }

  /// A number as a sentence has it beside the range. One of single precision has no more digits than it was
  /// given with.
  public func text(_ number: Double) -> String {
    if isWhole { return Self.short(number) }
    return Double(Float(number)) == number ? "\(Float(number))" : "\(number)"
  }

  private static func short(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension NumberRange: CustomStringConvertible {
  public var description: String {
    let lower = Self.short(lowest)
    guard highest < .greatestFiniteMagnitude else { return "above \(lower)" }
    return (excludesLowest ? "above \(lower), to " : "\(lower) to ")
      + (excludesHighest ? "below " : "") + Self.short(highest)
  }
}
