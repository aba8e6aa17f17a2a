import Glibc
import Testing

@testable import RenderPlot

@Suite("The colours of parts") struct PartColorsTests {
  private static let grounds: [(Color.Ground, Color)] = [
    (.light, .panel), (.dark, Color(0x20232A)),
  ]

  /// An orchestra with voices, in score order: 32 parts.
  private static let orchestra: [UInt8] =
    [72, 73, 73, 68, 68, 69, 71, 71, 70, 70] + [60, 60, 60, 60, 56, 56, 57, 57, 57, 58]
    + [47, 46, 0] + [52, 52, 52, 52] + [40, 40, 41, 42, 43]

  private static let ensembles: [[UInt8]] =
    (1...16).map { [UInt8](repeating: 40, count: $0) } + (1...32).map { Array(orchestra[..<$0]) }

  @Test("are all different, two of one instrument as well", arguments: ensembles)
  func different(programs: [UInt8]) {
    for (ground, _) in Self.grounds {
      let colors = Color.parts(programs, on: ground)
      #expect(colors.count == programs.count)
      #expect(Set(colors.map(\.code)).count == programs.count)
      let least = programs.count <= 8 ? 0.12 : programs.count <= 16 ? 0.03 : 0.015
      for (index, color) in colors.enumerated() {
        #expect(colors[..<index].allSatisfy { color.distance(to: $0) > least })
      }
    }
  }

  @Test("stand out from the ground", arguments: ensembles)
  func contrast(programs: [UInt8]) {
    for (ground, panel) in Self.grounds {
      for color in Color.parts(programs, on: ground) { #expect(color.contrast(with: panel) > 2.6) }
    }
  }

  @Test("can be told apart by those who lack one kind of cones, up to eight")
  func deficiencies() {
    // G. Machado, M. Oliveira, L. Fernandes (2009), severity 1: protanopia, deuteranopia, tritanopia.
    let deficiencies = [
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ],
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ],
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ],
    ]
    for (ground, _) in Self.grounds {
      let colors = Color.parts([UInt8](repeating: 40, count: 8), on: ground)
      for deficiency in deficiencies {
        let seen = colors.map { $0.seen(through: deficiency) }
        for (index, color) in seen.enumerated() {
          for other in seen[..<index] { #expect(color.distance(to: other) > 0.09) }
        }
      }
    }
  }

  @Test("have hues that neighbour in a section")
  func sections() {
    let colors = Color.parts(Self.orchestra, on: .light)
    let hues = colors.map { $0.oklab }.map { atan2($0[2], $0[1]) * 180 / .pi }
    let (violin, cello, flute) = (hues[27], hues[30], hues[1])
    #expect(abs(violin - cello) < 70 && abs(violin - flute) > 70)
  }

  @Test("are nearer to the ground in soft notes, and seen in the softest")
  func loudness() {
    for color in Color.parts([40, 40, 41, 42], on: .light) {
      let contrasts = (1...127).map {
        color.played(at: UInt8($0)).contrast(with: .panel)
      }
      #expect(zip(contrasts, contrasts.dropFirst()).allSatisfy { $0 < $1 })
      #expect(contrasts[0] > 1.3 && color.played(at: 127).distance(to: color) < 1e-6)
    }
  }
}

extension Color {
  private var linear: [Double] {
    [red, green, blue].map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
  }

  /// The contrast by WCAG 2, 1 to 21.
  fileprivate func contrast(with other: Color) -> Double {
    let luminances = [self, other].map { color in
      zip([0.2126, 0.7152, 0.0722], color.linear).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (luminances.max()! + 0.05) / (luminances.min()! + 0.05)
  }

  /// Lightness and the two axes of colour in OKLab.
  fileprivate var oklab: [Double] {
    func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
      matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let cones = times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], linear)
    return times(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones.map { cbrt($0) })
  }

  fileprivate func distance(to other: Color) -> Double {
    sqrt(zip(oklab, other.oklab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
  }

  fileprivate func seen(through matrix: [[Double]]) -> Color {
    let components = matrix.map { row in
      let light = zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }
      let bounded = min(max(light, 0), 1)
      return bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * pow(bounded, 1 / 2.4) - 0.055
    }
    return Color(red: components[0], green: components[1], blue: components[2])
  }
}
