/// A pitch with its name: a letter, an alteration and an octave, so that C sharp and D flat are two.
public struct SpelledPitch: Hashable, Sendable {
  /// The letters of notes, from C up.
  public enum Letter: Int, CaseIterable, Hashable, Sendable {
    case c, d, e, f, g, a, b

    /// The letters by fifths, from F up.
    static let byFifths: [Letter] = [.f, .c, .g, .d, .a, .e, .b]

    /// The semitones above the C below, 0...11.
    public var semitones: Int { [0, 2, 4, 5, 7, 9, 11][rawValue] }

    /// The letter as scores print it, `C`.
    public var name: String { ["C", "D", "E", "F", "G", "A", "B"][rawValue] }
  }

  /// The letter.
  public var letter: Letter
  /// The semitones above the letter's own pitch, −2...2 in what is spelled here: 1 is a sharp, −1 a flat.
  public var alteration: Int
  /// The octave of the letter; the one from middle C up is 4, and B sharp of octave 3 sounds like C of octave 4.
  public var octave: Int

  public init(letter: Letter, alteration: Int, octave: Int) {
    self.letter = letter
    self.alteration = alteration
    self.octave = octave
  }

  /// The pitch of a key with the name at a place in the line of fifths.
  ///
  /// - Parameters:
  ///   - fifths: the fifths above C, congruent to the key: 7 is C sharp, −5 is D flat.
  ///   - key: the MIDI key number, or one beyond them for what is written apart from what sounds.
  init(fifths: Int, key: some BinaryInteger) {
    let place = fifths + 1
    let turn = place >= 0 ? place / 7 : (place - 6) / 7
    letter = Letter.byFifths[place - 7 * turn]
    alteration = turn
    // Floor division: C flat of the lowest octave lies below it, and so does what a piccolo reads.
    let natural = Int(key) - alteration + 36
    octave = natural / 12 - 4
  }

  /// The MIDI key number; 60 is middle C.
  public var key: Int { 12 * (octave + 1) + letter.semitones + alteration }

  /// The place in the line of fifths, 0 is C, 1 is G.
  public var fifths: Int {
    Letter.byFifths.firstIndex(of: letter)! - 1 + 7 * alteration
  }

  /// The number of staff steps above C of octave 0: letters without their alterations.
  public var diatonicStep: Int { 7 * octave + letter.rawValue }
}

extension SpelledPitch: CustomStringConvertible {
  /// The name with the octave, `E♭4`.
  public var description: String {
    let sign = alteration > 0 ? "♯" : "♭"
    return letter.name + String(repeating: sign, count: abs(alteration)) + String(octave)
  }
}
