/// A whole number with the minus sign that belongs to digits.
func whole(_ number: Int) -> String { number < 0 ? "\u{2212}\(-number)" : "\(number)" }

/// A number, limited to three digits, with one decimal.
func decimal(_ number: Double) -> String {
  let tenths = Int((min(max(number, -999), 999) * 10).rounded())
  return "\(tenths < 0 ? "\u{2212}" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
