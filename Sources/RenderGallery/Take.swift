import FoundationEssentials
import RenderPlot

extension ListeningPage {
  /// A value of a take, of the kind that its column has.
  public enum Value: Hashable, Sendable {
    case number(Double)
    case words(String)
  }

  /// A drawing or picture of sheet music, which lies beside the page and is shown where somebody asks for it.
  public struct Sheet: Sendable {
    /// The name of the file.
    public var file: String
    /// The places of the bars, in the script's own form.
    let places: String

    /// - Parameter places: the left, upper, right and lower edges of the bars, in the order of the piece, in shares of
    ///   width and height; none where nobody knows them.
    public init(
      file: String, places: [(left: Double, top: Double, right: Double, bottom: Double)]
    ) {
      self.file = file
      self.places = NumberText(places.flatMap { [$0.left, $0.top, $0.right, $0.bottom] }).text
    }
  }

  /// A take as the page shows it.
  public struct Take: Sendable {
    /// The seed that decided the piece.
    public var seed: UInt64
    /// What the take is called beside its seed; `nil` for the seed alone.
    public var title: String?
    /// The name of the audio file, which lies beside the page; `nil` where there is no audio.
    public var audio: String?
    /// The names of all of the take's files, audio and MIDI as well.
    public var files: [String]
    /// The length of the take, in seconds.
    public var seconds: Double
    /// The number of events; `nil` where nobody knows it.
    public var events: Int?
    /// The values, in the order of the page's columns; `nil` for what is not known.
    public var values: [Value?]
    /// The sheet music; `nil` where there is none that a browser shows.
    public var sheet: Sheet?
    /// The piano roll, in the script's own form: kept short, since a page has a thousand of them.
    let roll: String
    /// The bars, in the script's own form; `nil` where nobody knows them.
    let bars: String?
    /// The names of the sections with the indices of their first bars, in the script's own form; `nil` where there are
    /// none.
    let sections: String?
    /// The parts, to which the roll's notes have an index; none where there is only one.
    let parts: [Part]

    /// A part with its colours as style sheets have them, on the light page and on the dark one.
    struct Part: Hashable, Encodable {
      let name: String
      let light: String
      let dark: String
    }

    /// - Parameters:
    ///   - seconds: the audio's length; that of the roll without it.
    ///   - bars: `nil` where nobody knows them.
    ///   - form: the sections with the numbers of their full bars, such as `A8 B8 A8`; without it those that the bars
    ///     have.
    public init(
      seed: UInt64, title: String? = nil, audio: String?, files: [String], seconds: Double?,
      events: Int? = nil, values: [Value?], roll: PianoRoll, bars: BarLines? = nil,
      form: String? = nil, sheet: Sheet? = nil
    ) {
      self.title = title
      self.events = events
      self.sheet = sheet
      self.seed = seed
      self.audio = audio
      self.files = files
      let length = seconds.flatMap { $0.isFinite ? $0 : nil } ?? roll.end
      self.seconds = (min(max(length, 0.01), 1e9) * 100).rounded() / 100
      self.values = values
      self.roll = NumberText(roll).text
      self.bars = bars.map { NumberText($0).text }
      sections = bars.flatMap { Self.places(ofSections: form ?? $0.form.description, in: $0) }
      let colors = zip(roll.partColors(onDark: false), roll.partColors(onDark: true))
      parts =
        roll.hasParts
        ? zip(roll.partNames, colors).map { Part(name: $0, light: $1.0, dark: $1.1) } : []
    }

    /// The names of sections with the indices of their first bars, such as `A8:0 B8:8`; `nil` where there are none.
    private static func places(ofSections form: String, in bars: BarLines) -> String? {
      // The first section has the pick-up, which is no full bar.
      var next = bars.firstNumber == 0 ? 1 : 0
      var places: [String] = []
      for name in form.split(separator: " ") {
        let digits = name.reversed().prefix { $0.isNumber }.reversed()
        guard let count = Int(String(digits)), (0...bars.times.count).contains(count) else { break }
        places.append("\(name):\(places.isEmpty ? 0 : next)")
        next += count
      }
      return places.isEmpty ? nil : places.joined(separator: " ")
    }

    /// Whether several instruments play.
    public var isEnsemble: Bool { !parts.isEmpty }
  }
}

/// Numbers as a short text: one is seven bits a byte, the lowest first, all but its last byte with the eighth bit set
/// (LEB128); all of them are Base64 (RFC 4648, section 4).
struct NumberText {
  private var bytes = Data()
  /// The last time, in hundredths of a second.
  private var last = 0

  /// The notes of a piano roll but drums, four numbers each: hundredths of a second from the last note's onset to its
  /// own, hundredths that it lasts, key, velocity. With several parts a fifth is the index of the note's part.
  init(_ roll: PianoRoll) {
    for note in roll.notes where !note.isPercussion {
      append(time: note.onset)
      append(Self.hundredths(note.onset + note.duration) - last)
      append(Int(note.key))
      append(Int(note.velocity))
      if roll.hasParts { append(note.part) }
    }
  }

  /// The number of the first bar, and of each bar the hundredths of a second from the last one's beginning to its
  /// own.
  init(_ bars: BarLines) {
    append(bars.firstNumber)
    for time in bars.times.dropLast() { append(time: time) }
  }

  /// Shares of 0...1, as ten-thousandths.
  init(_ shares: [Double]) {
    for share in shares {
      append(share.isNaN ? 0 : Int((min(max(share, 0), 1) * 10_000).rounded()))
    }
  }

  var text: String { bytes.base64EncodedString() }

  private mutating func append(time seconds: Double) {
    let time = Self.hundredths(seconds)
    append(time - last)
    last = time
  }

  private mutating func append(_ number: Int) {
    var rest = number
    while rest > 127 {
      bytes.append(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func hundredths(_ seconds: Double) -> Int {
    Int((min(max(seconds, 0), 1e9) * 100).rounded())
  }
}
