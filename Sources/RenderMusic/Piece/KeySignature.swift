extension Piece {
  /// The accidentals of a key, and its mode.
  public struct KeySignature: Hashable, Sendable {
    /// The two modes of a key; a minor key has the accidentals of the major one a third above.
    public enum Mode: Hashable, Sendable {
      case major, minor
    }

    /// The number of sharps, or less than 0 of flats, −7...7.
    public var sharps: Int
    /// The mode; `nil` where the key may be major or minor.
    public var mode: Mode?

    public init(sharps: Int, mode: Mode? = nil) {
      self.sharps = sharps
      self.mode = mode
    }

    /// The signature that a major key and its relative minor have, of five flats to six sharps; the mode is left open.
    ///
    /// - Parameter pitchClass: the tonic of the major key in semitones above C, any octave.
    public init(majorOn pitchClass: Int) {
      // A fifth up is one sharp more, and seven semitones.
      let fifths = ((7 * (pitchClass % 12)) % 12 + 12) % 12
      self.init(sharps: fifths > 6 ? fifths - 12 : fifths)
    }

    /// The usual signature of a key: of two with the same sound the one of fewer accidentals, F sharp major and
    /// E flat minor where both have six.
    public init(of key: MusicalKey) {
      self.init(majorOn: key.isMinor ? key.tonic + 3 : key.tonic)
      mode = key.isMinor ? .minor : .major
      if key.isMinor, sharps == 6 { sharps = -6 }
    }
  }
}

extension MusicalKey {
  /// The key of a signature; `nil` where its mode is open.
  public init?(_ signature: Piece.KeySignature) {
    guard let mode = signature.mode else { return nil }
    self.init(tonic: 7 * signature.tonicFifths(in: mode), isMinor: mode == .minor)
  }
}

extension Piece.KeySignature {
  /// The tonic's place in the circle of fifths; 0 is C, 1 is G.
  fileprivate func tonicFifths(in mode: Mode) -> Int { mode == .minor ? sharps + 3 : sharps }
}

// MARK: Names

extension Piece.KeySignature: CustomStringConvertible {
  /// The letters of the notes in fifths, from F on.
  private static let letters: [Character] = ["F", "C", "G", "D", "A", "E", "B"]

  /// The name of the key: `E flat major`; where the mode is open both, `E flat major or C minor`.
  public var description: String {
    guard let mode else { return name(in: .major) + " or " + name(in: .minor) }
    return name(in: mode)
  }

  private func name(in mode: Mode) -> String {
    // From F on, so that each seven fifths are one accidental more.
    let place = tonicFifths(in: mode) + 1
    let octave = place >= 0 ? place / 7 : (place - 6) / 7
    let accidentals = String(repeating: octave > 0 ? " sharp" : " flat", count: abs(octave))
    return "\(Self.letters[place - 7 * octave])\(accidentals) \(mode == .minor ? "minor" : "major")"
  }

  /// The signature of a key by its name, as `MusicalKey(named:)` reads it, in that spelling: `G flat major` has six
  /// flats. A key that would need more than seven accidentals has its usual signature.
  public init?(named name: String) {
    let compact = name.filter { !$0.isWhitespace && $0 != "-" }
    guard let letter = compact.first?.uppercased().first,
      let place = Self.letters.firstIndex(of: letter)
    else { return nil }
    var fifths = place - 1
    var rest = compact.dropFirst()
    let accidentals = [
      ("sharp", 7), ("♯", 7), ("#", 7), ("flat", -7), ("♭", -7), ("b", -7),
    ]
    for (text, change) in accidentals where rest.lowercased().hasPrefix(text) {
      fifths += change
      rest = rest.dropFirst(text.count)
      break
    }
    let mode: Mode
    switch rest.lowercased() {
    case "m" where rest == "M", "", "maj", "major": mode = .major
    case "m", "min", "minor": mode = .minor
    default: return nil
    }
    self.init(sharps: mode == .minor ? fifths - 3 : fifths, mode: mode)
    if !(-7...7).contains(sharps) {
      self.init(of: MusicalKey(tonic: 7 * fifths, isMinor: mode == .minor))
    }
  }
}

extension MusicalKey: CustomStringConvertible {
  /// The key of a name: a letter, `#`, `b`, `sharp` or `flat`, and the mode, major where none is said. `E flat major`,
  /// `Eb`, `em`, `E minor`, `c-sharp minor` and `F#m` are names; capitals matter only between `M`, major, and `m`,
  /// minor. `nil` for what is none.
  public init?(named name: String) {
    guard let key = Piece.KeySignature(named: name).flatMap(MusicalKey.init(_:)) else {
      return nil
    }
    self = key
  }

  /// The name in the usual spelling: `E flat major`.
  public var description: String { Piece.KeySignature(of: self).description }
}
