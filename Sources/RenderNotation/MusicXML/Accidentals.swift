import RenderMusic

/// The accidentals that are printed in a measure of a staff: where a note differs from the signature, or from what
/// stood before it at its place.
struct Accidentals {
  private let signature: [Int]
  /// The alterations by letter and octave, as far as notes have changed them.
  private var current: [Int: Int] = [:]

  init(_ key: Piece.KeySignature) {
    signature = SpelledPitch.Letter.allCases.map { letter in
      // A letter is sharp from so many sharps on, flat from so many flats on.
      let place = SpelledPitch.Letter.byFifths.firstIndex(of: letter)!
      if key.sharps > place { return 1 }
      return key.sharps < place - 6 ? -1 : 0
    }
  }

  /// The names of the signs of all notes, [voices][elements][grace notes, then notes]; `nil` for none.
  ///
  /// - Parameter tiedOver: the keys of notes that go on over the bar line, which need no sign.
  mutating func signs(
    of measure: NotatedScore.StaffMeasure, tiedOver: Set<Int>
  ) -> [[[StaticString?]]] {
    var signs: [[[StaticString?]]] = measure.voices.map {
      $0.elements.map { element in
        [StaticString?](
          repeating: nil,
          count: element.graces.reduce(element.notes.count) { $0 + $1.count })
      }
    }
    var places: [(place: ExactLength, voice: Int, element: Int)] = []
    for (voice, music) in measure.voices.enumerated() {
      var place = ExactLength()
      for (index, element) in music.elements.enumerated() {
        places.append((place, voice, index))
        place += element.exactLength
      }
    }
    // A sign holds for what stands to its right, in whichever voice.
    places.sort { ($0.place, $0.voice) < ($1.place, $1.voice) }
    for (_, voice, index) in places {
      let element = measure.voices[voice].elements[index]
      let pitches: [SpelledPitch?] =
        element.graces.flatMap(\.self) + element.notes.map { $0.isTiedBack ? nil : $0.pitch }
      for (number, pitch) in pitches.enumerated() {
        guard let pitch else { continue }
        let before = current[pitch.diatonicStep] ?? signature[pitch.letter.rawValue]
        if pitch.alteration != before {
          signs[voice][index][number] = Self.name(pitch.alteration)
        }
        current[pitch.diatonicStep] = pitch.alteration
      }
    }
    return signs
  }

  private static func name(_ alteration: Int) -> StaticString {
    switch alteration {
    case ..<(-1): "flat-flat"
    case -1: "flat"
    case 0: "natural"
    case 1: "sharp"
    default: "double-sharp"
    }
  }
}
