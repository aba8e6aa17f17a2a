import RenderMIDI
import RenderMusic

extension NotatedScore {
  /// The notation of a MIDI file: its bars, keys and parts as the file names them, estimates from the notes where it does
  /// not, and the pitched notes of all tracks on the grid of 1/24 quarter.
  ///
  /// - Parameters:
  ///   - file: a file of any program; the tracks of one piano are its two staves.
  ///   - title: the title; empty for none.
  /// - Returns: the score, and what putting the notes on the grid did to them: the notes that were moved and how far, those
  ///   that joined an equal key, and those that end early.
  /// - Throws: `MusicError.beyondGrid` where a note sounds beyond `TimedScore.latest`.
  public static func quantizing(
    _ file: MIDIFile, title: String = ""
  ) throws(MusicError) -> (score: NotatedScore, quantization: Quantization) {
    let parts = FileParts(file)
    let (music, quantization) = try TimedScore.quantizing(file, parts: parts)
    let piece = Piece(music, title: title, parts: parts.parts)
    let keys = file.changesOfKey
    let score = NotatedScore(
      piece, bars: BarGrid(findingPickUpOf: file, of: music), keys: keys.isEmpty ? nil : keys)
    return (score, quantization)
  }
}
