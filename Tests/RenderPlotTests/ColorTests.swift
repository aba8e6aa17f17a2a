import Glibc
import Testing

@testable import RenderPlot

@Suite("The colours of velocities") struct ColorTests {
  @Test("darken by equal steps, so that the colour blind can tell them apart")
  func lightness() {
    // Relative luminance (WCAG 2) of the two ends and of all between.
    let luminances = (1...127).map { velocity in
      let color = Color.velocity(UInt8(velocity))
      func linear(_ x: Double) -> Double {
        x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(color.red) + 0.7152 * linear(color.green)
        + 0.0722 * linear(color.blue)
    }
    // CIE lightness, 0...100.
    let lightness = luminances.map { 116 * cbrt($0) - 16 }
    let steps = zip(lightness, lightness.dropFirst()).map { $0 - $1 }
    #expect(steps.allSatisfy { 0.2...0.8 ~= $0 })
    #expect(lightness[0] - lightness[126] > 55)
  }
}
