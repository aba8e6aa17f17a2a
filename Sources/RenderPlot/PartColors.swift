import RenderMusic

extension Color {
  /// The paper that colours of parts have to stand out from.
  enum Ground {
    case light, dark
  }

  /// A colour for each of a piece's parts, no two alike.
  ///
  /// Up to eight have those of `palette`, in score order. Of more, the parts of a section have neighbouring hues, strings
  /// blue, woodwinds green, brass yellow; neighbours in the score differ in lightness. A section alone has all hues.
  static func parts(_ programs: [UInt8], on ground: Ground) -> [Color] {
    let palette = palette(on: ground)
    if programs.count <= palette.count { return Array(palette[..<programs.count]) }
    let sections = programs.map(Section.init)
    var counts: [Section: Int] = [:]
    for section in sections { counts[section, default: 0] += 1 }
    var places: [Section: Int] = [:]
    let levels: [Double] =
      switch ground {
      case .light: [0.62, 0.38, 0.50]
      case .dark: [0.76, 0.58, 0.88]
      }
    return sections.map { section in
      let place = places[section, default: 0]
      places[section] = place + 1
      let (hues, chroma) = section.hues
      let part = (Double(place) + 0.5) / Double(counts[section]!)
      let width = counts.count == 1 ? 360 : hues.upperBound - hues.lowerBound
      return Color(
        lightness: levels[place % levels.count],
        chroma: counts.count == 1 ? 0.12 : chroma, hue: hues.lowerBound + part * width)
    }
  }

  /// Eight colours near those of Okabe and Ito (2008), lighter or darker so that all stand out from the ground, and so
  /// that those who lack one kind of cones tell them apart as well: of the distances between any two in OKLab, as they
  /// see them by the matrices of Machado, Oliveira and Fernandes (2009), the least is as large as a search could make it,
  /// 0.1, and that among the first four 0.14.
  private static func palette(on ground: Ground) -> [Color] {
    let codes: [UInt32] =
      switch ground {
      case .light:
        [0x004DBD, 0xAA5C00, 0x0DAB98, 0x7F035D, 0x127FAF, 0x5E4200, 0x171A1E, 0x979F0E]
      case .dark:
        [0x4872B1, 0xA4610A, 0x28BD5B, 0xDB8FD3, 0x9DDAFE, 0xF8C59C, 0xFFFFFF, 0xB2D201]
      }
    return codes.map { Color($0) }
  }

  /// The colour of a part's note on a light ground, the louder the nearer to the part's own.
  func played(at velocity: UInt8) -> Color {
    let loudness = Double(min(max(velocity, 1), 127) - 1) / 126
    return Color.panel.mixed(
      with: self, part: Self.softest + (1 - Self.softest) * loudness)
  }

  /// The share that the softest note has of its part's colour; the page's script has the same.
  private static let softest = 0.45
}

/// A group of an orchestra, whose parts stand together in a score and look alike in a picture.
private enum Section: Hashable {
  case strings, woodwinds, brass, voices, keyboards, others

  init(_ program: UInt8) {
    switch program {
    case 40...45, 48...51, 110: self = .strings
    case 64...79, 109, 111: self = .woodwinds
    case 56...63: self = .brass
    case 52...54, 85: self = .voices
    case 0...8, 16...23, 46: self = .keyboards
    default: self = .others
    }
  }

  /// The hues of the section's parts in degrees of OKLCh, and their chroma.
  var hues: (ClosedRange<Double>, chroma: Double) {
    switch self {
    case .strings: (225...290, 0.13)
    case .woodwinds: (120...200, 0.12)
    case .brass: (55...105, 0.12)
    case .voices: (345...395, 0.16)
    case .keyboards: (300...330, 0.14)
    case .others: (40...260, 0.03)
    }
  }
}

extension PianoRoll {
  /// The names of the parts, each another.
  public var partNames: [String] { parts.distinctNames }

  /// The colours of the parts as a style sheet has them, `#0072b2`, on dark ground or on light.
  package func partColors(onDark isDark: Bool) -> [String] {
    Color.parts(parts.map(\.program), on: isDark ? .dark : .light).map(\.hexadecimal)
  }
}

extension Color {
  fileprivate var hexadecimal: String {
    "#"
      + [red, green, blue].map { component in
        let digits = String(Int((component * 255).rounded()), radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }
}
