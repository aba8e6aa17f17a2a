import RenderMIDI
import RenderMusic

/// A picture of a piece's form: its sections over a piano roll in bars, and under it how like its bars are.
///
/// All bars are equally wide. Notes have the colour of how their bar returns to an earlier one; those of several parts have
/// their part's, and a strip over them shows how the bars return. In the square below,
/// a column is a bar and a row another one: above the diagonal as far as they are alike at pitch, under it moved.
/// The size of the picture in bytes is bounded by its width, whatever the length of the piece.
public struct FormPlot: Picture {
  /// The title, of one line as the subtitle is; what does not fit in the width is cut off.
  public var title: String
  /// The subtitle, a line under the title; none where it is empty.
  public var subtitle: String
  /// The notes.
  public var score: TimedScore
  /// Their bars.
  public var bars: BarGrid
  /// The form that was found.
  public var form: Form
  /// The likeness of the bars.
  public var similarity: BarSimilarity
  /// The piece with its parts, where there are several.
  public var ensemble: Piece?

  /// A picture of a piece whose form has been found, by default without parts.
  public init(
    title: String, subtitle: String = "", score: TimedScore, bars: BarGrid, form: Form,
    similarity: BarSimilarity, ensemble: Piece? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.score = score
    self.bars = bars
    self.form = form
    self.similarity = similarity
    self.ensemble = ensemble
  }

  /// Finds the form of a file's music, for a picture of it; the subtitle is the form.
  ///
  /// - Throws: `MusicError.beyondGrid`.
  public init(title: String, _ file: MIDIFile) throws(MusicError) {
    let score = try TimedScore.quantizing(file).score
    let bars = BarGrid(file, of: score)
    let similarity = BarSimilarity(of: score, bars: bars)
    let form = Form(of: score, bars: bars, keyChanges: file.keyChanges, similarity)
    let parts = FileParts(file)
    var ensemble: Piece?
    if parts.parts.count > 1 {
      ensemble = Piece(
        try TimedScore.quantizing(file, parts: parts).score, parts: parts.parts)
    }
    self.init(
      title: title, subtitle: form.description, score: score, bars: bars, form: form,
      similarity: similarity, ensemble: ensemble)
  }

  public func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    try FormLayout(self).encoded(as: format)
  }
}
