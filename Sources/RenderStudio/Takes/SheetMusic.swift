import RenderEngraving
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderNotation

/// A MIDI file that was written as sheet music.
public struct SheetMusic: Hashable, Codable, Sendable {
  /// The path of the MIDI file.
  public var midi: String
  /// The path of the sheet music; `nil` where it went to standard output.
  public var score: String?
  /// The names of the parts, in score order.
  public var parts: [String]
  /// The number of measures.
  public var measures: Int
  /// The number of notes that are written, those that are tied together once.
  public var notes: Int
  /// What putting the notes on the grid of 1/24 quarter has changed.
  public var quantization: Quantization

  /// Writes a MIDI file as sheet music.
  ///
  /// - Parameters:
  ///   - output: the file to write; `nil` for MusicXML on standard output.
  ///   - damaged: takes what is damaged, where anything is.
  /// - Throws: `StudioError.overwritesInput`, `.nothingToWrite`, `EngravingError`, and what is wrong with the files.
  public init(
    of file: String, to output: String?, cancellation: Cancellation = Cancellation(),
    damaged: ([MIDIDamage]) -> Void = { _ in }
  ) throws {
    if let output {
      try refuseOverwriting([file], with: output)
      try checkThatScoreCanBeMade(output)
    }
    let midi = try MIDIFile(readingLeniently: file, damaged: damaged)
    let (score, quantization) = try naming(file) {
      try NotatedScore.quantizing(midi, title: stem(of: file))
    }
    guard score.parts.contains(where: { $0.noteCount > 0 }) else {
      throw StudioError.nothingToWrite(path: file)
    }
    try write(score, to: output, cancellation)
    self.init(score, quantization, of: file, to: output)
  }

  private init(
    _ score: NotatedScore, _ quantization: Quantization, of file: String, to output: String?
  ) {
    self.quantization = quantization
    midi = file
    self.score = output
    parts = score.parts.map(\.name)
    measures = score.measures.count
    notes = score.parts.reduce(0) { $0 + $1.noteCount }
  }
}

extension NotatedScore.Part {
  /// The number of notes, those that are tied together once.
  fileprivate var noteCount: Int {
    staves.lazy.flatMap(\.measures).flatMap(\.voices).flatMap(\.elements).flatMap(\.notes)
      .count { !$0.isTiedBack }
  }
}

/// Writes sheet music.
///
/// - Parameters:
///   - path: `nil` for MusicXML on standard output.
///   - folder: where `path` is a name in a folder that is held open.
func write(
  _ score: NotatedScore, to path: String?, in folder: Folder? = nil, _ cancellation: Cancellation
) throws {
  guard let path else {
    return try score.musicXML().withUnsafeBytes { try StandardStream.output.write($0) }
  }
  let bytes: [UInt8]
  do throws(EngravingError) {
    bytes = try score.file(as: ScoreFileFormat(path: path), at: path) { cancellation.isCancelled }
  } catch .cancelled {
    throw StudioError.cancelled
  }
  let file = try AtomicFile(replacing: path, in: folder)
  try file.write(bytes)
  try file.commit()
}

/// Fails where sheet music cannot be made, before work is spent on the piece.
///
/// - Parameter folder: where `path` is a name in a folder that is held open.
func checkThatScoreCanBeMade(_ path: String, in folder: Folder? = nil) throws {
  _ = try ScoreFileFormat(path: path).engraver(of: path)
  try checkThatOutputCanBeMade(path, in: folder)
}
