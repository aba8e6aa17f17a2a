import RenderMIDI
import RenderMusic
import RenderNotation

// A stand-in until the reader is here.
extension NotatedScore {
  static func quantizing(
    _ file: MIDIFile, title: String = ""
  ) throws -> (score: NotatedScore, quantization: Quantization) {
    let (music, quantization) = try TimedScore.quantizing(file)
    let score = NotatedScore(
      Piece(music, title: title), bars: BarGrid(file, end: music.end))
    return (score, quantization)
  }
}
