/// The numbers that something may be, as an error names them: `1 to 256`, `above 0, to 1`.
public struct NumberRange: Hashable, Sendable {
  public var lowest: Double
  public var highest: Double
  /// The lowest number itself is not allowed.
  public var excludesLowest: Bool
  /// Only whole numbers are allowed.
  public var isWhole: Bool

  public init(_ numbers: ClosedRange<Double>, excludesLowest: Bool = false) {
    (lowest, highest) = (numbers.lowerBound, numbers.upperBound)
    (self.excludesLowest, isWhole) = (excludesLowest, false)
  }

  public init(_ numbers: ClosedRange<Int>) {
    (lowest, highest) = (Double(numbers.lowerBound), Double(numbers.upperBound))
    (excludesLowest, isWhole) = (false, true)
  }

  /// Whether a number is allowed; what is no number never is.
  public func contains(_ number: Double) -> Bool {
    number <= highest && (excludesLowest ? number > lowest : number >= lowest)
  }

  /// A number as it is written beside the range.
  public func text(_ number: Double) -> String {
    isWhole ? Self.short(number) : "\(number)"
  }

  private static func short(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension NumberRange: CustomStringConvertible {
  public var description: String {
    excludesLowest
      ? "above \(Self.short(lowest)), to \(Self.short(highest))"
      : "\(Self.short(lowest)) to \(Self.short(highest))"
  }
}

extension Float {
  /// The number that a person writes for it: 0.1 rather than what its bits are exactly.
  package var asWritten: Double { Double(description) ?? Double(self) }
}
