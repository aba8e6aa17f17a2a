import RenderMIDI
import RenderMusic

extension MIDIFile {
  /// The file played expressively; in `plain` style it is as it was.
  ///
  /// Performed are all channels but that of percussion, each as its programs are played
  /// (`PlayingTechnique`). Their notes get levels (on top of their velocities), onsets and lengths of a
  /// performance; the tempi are multiplied. Pianos get pedal where none of them has its own, and what is bowed
  /// or blown gets expression where it has none of its own: a channel keeps its own that is bent, changes
  /// its volume or expression (controllers 7 and 11) once it plays, or is sounded in several ways. All else stays
  /// where it is: percussion, other controllers, bends, texts. A note-off that ends nothing is left out, a note
  /// that nothing ends stays as it is.
  ///
  /// Tracks of format 2 are performed each as a piece of its own. In files that count clock time
  /// (SMPTE) a tempo has no effect: there all is shaped but the tempo.
  public func performed(
    _ style: PerformanceStyle, seed: UInt64, weights: RuleWeights = RuleWeights()
  ) -> MIDIFile {
    guard style == .expressive else { return self }
    var file = self
    if format == .independentTracks {
      for index in tracks.indices {
        let piece = MIDIFile(
          format: .singleTrack, division: division, tracks: [tracks[index]])
        file.tracks[index] = piece.performed(style, seed: seed, weights: weights).tracks[0]
      }
      return file
    }

    let score = PitchedNotes(in: self)
    guard !score.notes.isEmpty else { return self }
    let time = ScoreTime(self)
    for index in file.tracks.indices { file.tracks[index].events = score.others[index] }
    if !time.isClockTime {
      for index in file.tracks.indices { file.tracks[index].removeTempi() }
    }
    file.insert(
      Rendition(
        score.notes, parts: score.parts, time: time, style: style, seed: seed, weights: weights),
      places: score.places)
    return file
  }
}

/// The notes that a performance shapes, and what is left of the tracks without them.
private struct PitchedNotes {
  /// A channel as long as it is sounded in one way.
  private struct Place: Hashable {
    var channel: UInt8
    var technique: PlayingTechnique
  }

  private(set) var notes: [PartNote] = []
  private(set) var parts: [PerformedPart] = []
  private(set) var places: [(track: Int, channel: UInt8)] = []
  private(set) var others: [[TimedEvent]] = []

  init(in file: MIDIFile) {
    let setup = ChannelSetup(file)
    for (number, track) in file.tracks.enumerated() {
      // Whether each event is played anew, or ends nothing.
      var replaced = [Bool](repeating: false, count: track.events.count)
      var pairing = NotePairing<Int>(.nextNoteOn)
      for (index, timed) in track.events.enumerated() {
        switch timed.event {
        case .noteOn(let channel, _, let velocity) where setup.isPerformed(channel):
          pairing.read(timed.event, at: index)
          replaced[index] = velocity == 0
        case .noteOff(let channel, _, _) where setup.isPerformed(channel):
          pairing.read(timed.event, at: index)
          replaced[index] = true
        default: break
        }
      }
      var partOfPlace: [Place: Int] = [:]
      for note in pairing.notes {
        let (onset, end) = (track.events[note.on].tick, track.events[note.off].tick)
        let performed = setup.part(of: note.channel, at: onset)
        let place = Place(channel: note.channel, technique: performed.technique)
        let part = partOfPlace[place] ?? parts.count
        if part == parts.count {
          partOfPlace[place] = part
          parts.append(performed)
          places.append((number, note.channel))
        }
        replaced[note.on] = true
        notes.append(
          PartNote(
            Note(onset: onset, duration: end - onset, key: note.key, velocity: note.velocity),
            part: part))
      }
      others.append(track.events.indices.filter { !replaced[$0] }.map { track.events[$0] })
    }
    notes = notes.sortedByOnset()
  }
}

extension ScoreTime {
  fileprivate init(_ file: MIDIFile) {
    var signatures: [Score.TimeSignature] = []
    for track in file.tracks {
      for timed in track.events {
        if case .meta(.timeSignature(let beats, let power, _, _)) = timed.event, power < 8 {
          signatures.append(
            Score.TimeSignature(tick: timed.tick, beats: Int(beats), beatUnit: 1 << Int(power)))
        }
      }
    }
    switch file.division {
    case .ticksPerQuarter(let ticks):
      self.init(
        ticksPerQuarter: Int(ticks), isClockTime: false,
        tempoChanges: TempoMap(file).changes,
        timeSignatures: signatures)
    case .smpte(let frames, let ticks):
      // As if a quarter lasted half a second, which is what a file without tempo means by it.
      self.init(
        ticksPerQuarter: Int(frames) * Int(ticks) / 2, isClockTime: true,
        tempoChanges: TempoMap(division: .ticksPerQuarter(1)).changes,
        timeSignatures: signatures)
    }
  }
}
