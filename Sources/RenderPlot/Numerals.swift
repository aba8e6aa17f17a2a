import RenderSystem

/// A whole number with the minus sign that belongs to digits.
func whole(_ number: Int) -> String { number < 0 ? "\u{2212}\(-number)" : "\(number)" }

/// A number with so many decimals, 15 at most.
package func decimal(_ number: Double, _ decimals: Int = 1) -> String {
  let unit = pow(10, Double(decimals))
  let scaled = (number * unit).rounded()
  guard abs(scaled) < 1e15 else { return "\(number)" }
  let (whole, rest) = Int(abs(scaled)).quotientAndRemainder(dividingBy: Int(unit))
  let digits = "\(rest)"
  let fraction =
    decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - digits.count) + digits
  return (scaled < 0 ? "\u{2212}" : "") + "\(whole)" + fraction
}
