import ArgumentParser

/// A length of time as it is typed on the command line: `90`, `90s`, `2 min`, `1h 30min`, `1:30` or `1:02:03`.
struct PlayingTime: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    guard let seconds = argument.contains(":") ? Self.clock(argument) : Self.sum(argument)
    else { return nil }
    self.seconds = seconds
  }

  /// Minutes and seconds, or hours, minutes and seconds.
  private static func clock(_ text: String) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count <= 3, parts.dropFirst().allSatisfy({ $0.map((0..<60).contains) == true })
    else { return nil }
    return parts.reduce(0) { sum, part in sum.flatMap { sum in part.map { sum * 60 + $0 } } }
  }

  /// Numbers with their units.
  private static func sum(_ text: String) -> Double? {
    var rest = text.filter { !$0.isWhitespace }[...]
    var sum = 0.0
    repeat {
      let number = rest.prefix { !$0.isLetter }
      let unit = rest.dropFirst(number.count).prefix(while: \.isLetter)
      guard let value = Double(number), let factor = secondsInUnit[unit.lowercased()],
        !unit.isEmpty || number.count == text.count
      else { return nil }
      sum += value * factor
      rest = rest.dropFirst(number.count + unit.count)
    } while !rest.isEmpty
    return sum
  }

  private static let secondsInUnit: [String: Double] = [
    "": 1, "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
  ]
}
