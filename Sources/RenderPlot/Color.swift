import RenderSystem

/// A colour of the sRGB space; components are 0...1.
struct Color: Hashable {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// The colour with the code 0xRRGGBB.
  init(_ code: UInt32) {
    red = Double(code >> 16 & 255) / 255
    green = Double(code >> 8 & 255) / 255
    blue = Double(code & 255) / 255
  }

  /// A colour of the OKLCh space, clipped to what sRGB can show. The hue is in degrees.
  ///
  /// B. Ottosson, "A perceptual color space for image processing" (2020): equal steps of lightness
  /// look equal.
  init(lightness: Double, chroma: Double, hue: Double) {
    let a = chroma * cos(hue * .pi / 180)
    let b = chroma * sin(hue * .pi / 180)
    func cube(_ x: Double) -> Double { x * x * x }
    let long = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let medium = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let short = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    red = Self.gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short)
    green = Self.gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short)
    blue = Self.gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)
  }

  /// This colour with a part, 0...1, of another.
  func mixed(with other: Color, part: Double) -> Color {
    Color(
      red: red + (other.red - red) * part, green: green + (other.green - green) * part,
      blue: blue + (other.blue - blue) * part)
  }

  /// The sRGB value of linear light (IEC 61966-2-1).
  private static func gamma(_ linear: Double) -> Double {
    let linear = min(max(linear, 0), 1)
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
  }
}

// MARK: - The colours of the picture

extension Color {
  static let paper = Color(0xFFFFFF)
  static let ink = Color(0x22262B)
  static let faintInk = Color(0x666D76)
  static let panel = Color(0xF7F7F9)
  static let blackKeyRow = Color(0xEEEEF2)
  static let gridLine = Color(0xDADCE2)
  static let octaveLine = Color(0xC6C9D2)
  static let frame = Color(0xB4B8C2)
  static let pedal = Color(0x4A5563)
  static let waveform = Color(0x5B7083)
  // From the palette by Okabe and Ito (2008), which the colour blind tell apart.
  static let momentary = Color(0xB9DDF2)
  static let shortTerm = Color(0x0072B2)
  static let integrated = Color(0xD55E00)

  /// The colour of a kind of samples or parts, from the same palette.
  static func kind(_ index: Int) -> Color {
    let colors = [Color(0xD55E00), Color(0x0072B2), Color(0x009E73)]
    return colors[index % colors.count]
  }

  /// The colour of a velocity of 1...127: equal steps darken equally, through hues that the colour
  /// blind tell apart as well since no two are equally light.
  static func velocity(_ velocity: UInt8) -> Color {
    let loudness = Double(min(max(velocity, 1), 127) - 1) / 126
    return Color(
      lightness: 0.86 - 0.56 * loudness, chroma: 0.13 + 0.05 * sin(loudness * .pi),
      hue: 90 - 160 * loudness)
  }
}
