import RenderFiles
import RenderMIDI

extension MIDIFile {
  /// Reads a MIDI file as far as it can be read.
  ///
  /// - Parameter damaged: takes what is damaged, where anything is.
  package init(readingLeniently path: String, damaged: ([MIDIDamage]) -> Void) throws {
    let bytes = try readFile(path, atMost: .midi)
    try FileKind.check(path, bytes, is: .midi)
    let parsed = try naming(path) { try MIDIFile.parse(bytes, mode: .lenient) }
    if !parsed.damages.isEmpty { damaged(parsed.damages) }
    self = parsed.file
  }

  /// The number of notes that begin.
  package var noteCount: Int {
    tracks.reduce(0) { sum, track in
      sum
        + track.events.count {
          if case .noteOn(_, _, let velocity) = $0.event { velocity > 0 } else { false }
        }
    }
  }
}
