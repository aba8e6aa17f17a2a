/// The places of the bars in a drawing of LilyPond's, in the order in which they are read.
public struct BarPlaces: Hashable, Sendable {
  /// The rectangle of a bar, all staves of its system included, in shares of the drawing's width and height.
  public struct Place: Hashable, Sendable {
    /// The left edge, 0...1.
    public var left: Double
    /// The upper edge, 0...1.
    public var top: Double
    /// The right edge, 0...1.
    public var right: Double
    /// The lower edge, 0...1.
    public var bottom: Double
  }

  /// The places, bar by bar.
  public let places: [Place]

  /// Finds the places of the bars: an `Engraver` marks bar lines and staves in what it draws.
  ///
  /// - Returns: `nil` where there are none; the file may be anybody's.
  public init?(svg: [UInt8]) {
    var marks = DrawnMarks()
    for line in svg.split(separator: UInt8(ascii: "\n")) { marks.read(line) }
    guard let size = marks.size else { return nil }
    var places: [Place] = []
    var last: DrawnMarks.Line?
    for (_, line) in marks.barLines.sorted(by: { $0.key < $1.key }) {
      // To the left of the line before it a new system has begun.
      let isNext = last.map { $0.right < line.left } ?? false
      guard let left = isNext ? last?.right : marks.left(ofSystemWith: line) else { continue }
      places.append(
        Place(
          left: share(left, of: size.width), top: share(line.top - Self.margin, of: size.height),
          right: share(line.right, of: size.width),
          bottom: share(line.bottom + Self.margin, of: size.height)))
      last = line
    }
    if places.isEmpty { return nil }
    self.places = places
  }

  /// Room for what stands above and below the staves, in LilyPond's staff spaces.
  private static let margin = 3.0
}

private func share(_ value: Double, of whole: Double) -> Double { min(max(value / whole, 0), 1) }

/// The bar lines and staves in a drawing, line by line of its file.
private struct DrawnMarks {
  /// What bar lines of one number cover together, one on each staff.
  struct Line {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
  }

  private enum Kind {
    case barLine(number: Int)
    case staff
  }

  private(set) var size: (width: Double, height: Double)?
  private(set) var barLines: [Int: Line] = [:]
  private var staffLines: [(left: Double, y: Double)] = []
  /// The group that is read, and how many groups are open in it.
  private var open: (kind: Kind, depth: Int)?
  private var origin = (x: 0.0, y: 0.0)

  /// More are in no piece.
  private static let most = (bars: 1 << 14, staffLines: 1 << 16)

  mutating func read(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count < 1000, bytes.first == UInt8(ascii: "<") else { return }
    guard open != nil || bytes.starts(with: Self.group) || bytes.starts(with: Self.root) else {
      return
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("<svg") {
      let box = numbers(in: line, after: "viewBox=\"")
      if box.count == 4, box[2] > 0, box[3] > 0 { size = (box[2], box[3]) }
    } else if line.hasPrefix("</g>") {
      open?.depth -= 1
      if open?.depth == 0 { open = nil }
    } else if line.hasPrefix("<g") {
      begin(line)
    } else if case .barLine(let number)? = open?.kind, line.hasPrefix("<rect") {
      addBarLine(line, number)
    } else if case .staff? = open?.kind, line.hasPrefix("<line"),
      staffLines.count < Self.most.staffLines,
      let left = numbers(in: line, after: " x1=\"").first
    {
      staffLines.append((origin.x + left, origin.y))
    }
  }

  private static let group = Array("<g class=".utf8)
  private static let root = Array("<svg".utf8)

  private mutating func begin(_ line: String) {
    if open != nil {
      open?.depth += 1
      let place = numbers(in: line, after: "translate(")
      if place.count == 2 { origin = (place[0], place[1]) }
    } else if line.contains("\"staff\"") {
      open = (.staff, 1)
    } else if let number = numbers(in: line, after: "data-bar=\"").first, abs(number) < 1e6 {
      open = (.barLine(number: Int(number)), 1)
    }
  }

  private mutating func addBarLine(_ line: String, _ number: Int) {
    let values = [" x=\"", " y=\"", " width=\"", " height=\""].map {
      numbers(in: line, after: $0).first
    }
    guard let x = values[0], let y = values[1], let width = values[2], let height = values[3],
      barLines.count < Self.most.bars
    else { return }
    let (left, top) = (origin.x + x, origin.y + y)
    let before =
      barLines[number] ?? Line(left: left, top: top, right: left + width, bottom: top + height)
    barLines[number] = Line(
      left: min(before.left, left), top: min(before.top, top),
      right: max(before.right, left + width), bottom: max(before.bottom, top + height))
  }

  /// The left end of the staves that a bar line crosses; `nil` where it crosses none.
  func left(ofSystemWith line: Line) -> Double? {
    staffLines.lazy.filter { line.top - 1 < $0.y && $0.y < line.bottom + 1 }.map(\.left).min()
  }
}

/// The numbers behind a mark in a line, up to the character that ends them.
private func numbers(in line: String, after mark: String) -> [Double] {
  guard let start = line.firstRange(of: mark)?.upperBound else { return [] }
  return line[start...].prefix { $0 != "\"" && $0 != ")" }.split { $0 == "," || $0 == " " }
    .map { Double($0) ?? .nan }.filter { $0.isFinite && abs($0) < 1e9 }
}
