import RenderMIDI

/// A MIDI file as music21 reads it: `converter.parse`, then `instrument.partitionByInstrument`.
///
/// Each step names the music21 function that it follows (version 10.5.1); equality, down to its
/// oddities, is the purpose.
struct Transcription {
  /// The parts, one an instrument, each in music21's order. With no instrument in the file, one a
  /// track.
  var parts: [[TrackElement]]

  /// - Throws: `MusicError.tooLong`, `MusicError.tooDense`.
  init(_ file: MIDIFile) throws(MusicError) {
    let ticksPerQuarter: Int
    switch file.division {
    case .ticksPerQuarter(let ticks): ticksPerQuarter = max(1, Int(ticks))
    // music21 counts 10080 ticks a quarter in files that count time in frames.
    case .smpte: ticksPerQuarter = 10080
    }
    var work = WorkLimit()
    // Tempi, keys and time signatures of tracks without notes are for every later track.
    var conductorMarks: [Int] = []
    var conductorSignatures: [Music21Meter.Signature] = []
    var tracks: [Track] = []

    for track in file.tracks {
      let marks = TrackMarks(track, ticksPerQuarter: ticksPerQuarter)
      guard track.hasNoteOns else {
        conductorMarks += marks.common
        conductorSignatures += marks.signatures
        continue
      }
      let (groups, needsVoices) = try NoteGroup.grouping(
        track.notes(pairedBy: .nothing), ticksPerQuarter: ticksPerQuarter, work: &work)
      let elements = Self.snapping(
        groups, markTicks: marks.ticks, ticksPerQuarter: ticksPerQuarter)
      let part = try NotatedPart(
        elements,
        instruments: marks.instruments.map(\.offset),
        marks: marks.common + conductorMarks,
        signatures: marks.signatures + conductorSignatures,
        meter: Music21Meter(conductorSignatures.isEmpty ? marks.signatures : conductorSignatures),
        needsVoices: needsVoices, work: &work)
      let instruments = part.instruments.map {
        (offset: $0.offset, instrument: marks.instruments[$0.index].instrument)
      }
      tracks.append((part, instruments))
    }
    parts = Self.partition(tracks)
  }

  /// A track with its instruments by offset.
  private typealias Track = (
    part: NotatedPart, instruments: [(offset: Int, instrument: Music21Instrument)]
  )

  /// Snaps onsets and lengths to the grid, lengths so that they reach to the next onset where one
  /// of the grids allows it (`stream.Stream.quantize`).
  /// - Parameter markTicks: whatever else stands in the track counts as a next onset, too.
  private static func snapping(
    _ groups: [NoteGroup], markTicks: [Int], ticksPerQuarter: Int
  ) -> [TrackElement] {
    func quarters(_ ticks: Int) -> Double { Double(ticks) / Double(ticksPerQuarter) }
    let onsets = (groups.map(\.onset) + markTicks)
      .map { QuantizationGrid.snap(quarters: quarters($0)) }.sorted()
    var next = 0
    var elements: [TrackElement] = []
    for (order, group) in groups.enumerated() {
      let onset = QuantizationGrid.snap(quarters: quarters(group.onset))
      while next < onsets.count && onsets[next] <= onset { next += 1 }
      let gap =
        next < onsets.count ? QuantizationGrid.units(quarters: onsets[next] - onset) : 0
      let length = QuantizationGrid.snap(
        lengthInQuarters: quarters(group.duration), isGrace: group.isGrace, gapInUnits: gap)
      elements.append(
        TrackElement(
          content: group.content, offset: QuantizationGrid.units(quarters: onset),
          duration: QuantizationGrid.units(quarters: length), isGrace: group.isGrace,
          order: order))
    }
    return elements.sorted(by: TrackElement.precedes)
  }

  /// Gives each note to the instrument that its track has at its onset; equal names are one part,
  /// and what comes before a track's first instrument is lost (`instrument.partitionByInstrument`).
  private static func partition(_ tracks: [Track]) -> [[TrackElement]] {
    var partOfName: [[UInt8]: Int] = [:]
    var parts: [[TrackElement]] = []
    for (_, instrument) in tracks.flatMap(\.instruments)
    where partOfName[instrument.name ?? []] == nil {
      partOfName[instrument.name ?? []] = parts.count
      parts.append([])
    }
    guard !parts.isEmpty else { return tracks.map(\.part.elements) }

    for (track, instruments) in tracks {
      // Elements that this track has put in a part: none comes twice.
      var placed = Set<[Int]>()
      for (index, (start, instrument)) in instruments.enumerated() {
        let part = partOfName[instrument.name ?? []]!
        let end = index + 1 < instruments.count ? instruments[index + 1].offset : track.length
        let first = track.elements.partitioningIndex { $0.offset >= start }
        for position in first..<track.elements.count {
          let element = track.elements[position]
          // An instrument without time of its own has the grace notes there.
          guard element.offset < end || start == end && element.offset == start else { break }
          if start == end && element.duration > 0 { continue }
          if element.duration == 0, !placed.insert([part, position]).inserted { continue }
          parts[part].append(element)
        }
      }
    }
    return parts.map { part in
      part.enumerated().map { order, element in
        var element = element
        element.order = order
        return element
      }.sorted(by: TrackElement.precedes)
    }
  }
}

extension MIDITrack {
  fileprivate var hasNoteOns: Bool {
    events.contains {
      if case .noteOn(_, _, let velocity) = $0.event { velocity > 0 } else { false }
    }
  }
}
