import RenderMIDI

extension TimedScore {
  /// Takes the pitched notes of all tracks and channels of a file, each time at the nearest place on the
  /// grid.
  ///
  /// Onset and end go to the grid apart, so that what is tied together stays together. Percussion is
  /// left out, and so is a note that nothing ends. In files of format 2 the tracks follow one
  /// another, as they do when played; where ticks count frames, a quarter lasts half a second.
  ///
  /// - Parameter parts: those of the file, where it is to be kept who plays a note; without them all notes are one
  ///   piano's.
  /// - Returns: the piece, and what quantizing did to it.
  /// - Throws: `MusicError.beyondGrid` where a note sounds beyond `latest`.
  public static func quantizing(
    _ file: MIDIFile, parts: FileParts? = nil
  ) throws(MusicError) -> (score: TimedScore, quantization: Quantization) {
    let grid = FileGrid(file)
    var quantization = Quantization()
    var notes: [Piece.Note] = []
    var tempos: [Piece.Tempo] = []
    for (number, (track, start)) in zip(file.tracks, grid.trackStarts).enumerated() {
      if number == 0 || file.format == .independentTracks {
        for change in TempoMap(file, track: number).changes {
          // None beyond the last unit holds for a note.
          guard start + change.tick <= grid.latestTick else { break }
          tempos.append(
            Piece.Tempo(
              onset: grid.unit(nearestTo: start + change.tick),
              quartersPerMinute: change.quartersPerMinute))
        }
      }
      for note in track.notes(pairedBy: .nothing) where note.channel != MIDIEvent.percussionChannel
      {
        guard note.on >= 0, note.off >= note.on, note.off <= grid.latestTick - start else {
          throw .beyondGrid("a note from tick \(note.on) to tick \(note.off)")
        }
        var quantized = grid.quantize(
          on: start + note.on, off: start + note.off, key: note.key, &quantization)
        quantized.part = parts?.index(track: number, channel: note.channel) ?? 0
        notes.append(quantized)
      }
    }
    var changes = Changes()
    let programs = parts?.parts.map(\.program) ?? []
    let score = try TimedScore(
      notes: notes, tempos: tempos, programs: programs.isEmpty ? [0] : programs, changes: &changes)
    quantization.mergedNotes = changes.mergedNotes
    quantization.endedNotes = changes.endedNotes
    quantization.mergedTempos = changes.mergedTempos
    return (score, quantization)
  }
}

extension FileGrid {
  fileprivate func quantize(
    on: Int, off: Int, key: UInt8, _ quantization: inout Quantization
  ) -> Piece.Note {
    let onset = unit(nearestTo: on)
    let end = max(onset + 1, unit(nearestTo: off))
    let onsetDistance = quarters(between: onset, and: on)
    let endDistance = quarters(between: end, and: off)
    quantization.notes += 1
    quantization.movedNotes += onsetDistance > 0 || endDistance > 0 ? 1 : 0
    quantization.onsets.add(onsetDistance)
    quantization.ends.add(endDistance)
    return Piece.Note(onset: onset, duration: end - onset, key: key)
  }
}
