import RenderMIDI
import RenderMusic

extension NotatedScore {
  /// The notation of a MIDI file: its bars, keys and parts as the file names them, estimates from the notes where it does
  /// not, and the pitched notes of all tracks on the grid of 1/24 quarter.
  ///
  /// Beats are those of the file's ticks: what was played to them is put on a coarser grid of each beat, and notes of a
  /// rolled chord begin together. Of what was played freely the ticks know no beats, and `quantization` says how
  /// far from the grid it is.
  ///
  /// - Parameters:
  ///   - file: a file of any program; two tracks of a piano are its two staves.
  ///   - title: the title; empty for none.
  /// - Returns: the score, and what putting the notes on the grid did to them: the notes that were moved and how far, those
  ///   that joined an equal key, and those that end early.
  /// - Throws: `MusicError.beyondGrid` where a note sounds beyond `TimedScore.latest`, `.tooLong` where the parts would have
  ///   more measures or tied notes than any music.
  public static func quantizing(
    _ file: MIDIFile, title: String = ""
  ) throws(MusicError) -> (score: NotatedScore, quantization: Quantization) {
    let parts = FileParts(file, joinsStaves: false)
    let (played, quantization) = try TimedScore.quantizing(file, parts: parts)
    let music = try TimedScore(
      notes: OnsetRounding(played, quantization).notes, tempos: played.tempos,
      programs: played.programs)
    let piece = Piece(music, title: title, parts: parts.parts.isEmpty ? [.piano] : parts.parts)
    let keys = file.changesOfKey
    let tracks = KeyboardTracks(music.notes, tracks: piece.header.parts) { track in
      FileParts.isStaff(piece.header.parts[track], of: piece.header.parts[track - 1])
        && GeneralMIDI.isKeyboard(piece.header.parts[track].program)
    }
    let bars = BarGrid(tracking: file, of: music)
    try checkLength(of: music, bars, parts: tracks.parts.count)
    let score = NotatedScore(
      piece, bars: bars, keys: keys.isEmpty ? nil : keys,
      pedals: file.heldPedals(parts), endsWithFermata: false, mostVoices: VoiceDivision.most,
      staves: tracks.parts)
    return (score, quantization)
  }

  /// The most measures of all parts together: the longest operas have a third of it.
  static let mostMeasures = 1 << 19
  /// The most notes, each counted in every measure in which it sounds.
  private static let mostTiedNotes = 1 << 21

  private static func checkLength(
    of music: TimedScore, _ bars: BarGrid, parts: Int
  ) throws(MusicError) {
    guard parts * bars.count <= mostMeasures else { throw .tooLong(limit: mostMeasures) }
    var count = 0
    for note in music.notes {
      count += bars.bar(at: note.end - 1) - bars.bar(at: note.onset) + 1
    }
    guard count <= mostTiedNotes else { throw .tooLong(limit: mostTiedNotes) }
  }
}
