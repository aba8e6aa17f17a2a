import RenderMIDI
import RenderMusic

extension MIDIFile {
  /// The file with its piano played expressively; in `plain` style it is as it was.
  ///
  /// Performed are the channels on which no other program than `PianoPart.programs` holds at any
  /// time, without the percussion channel. Their notes get levels (on top of their velocities),
  /// onsets and lengths of a performance; they get pedal where none of them has its own; the tempi
  /// are multiplied. All else stays where it is: other channels, other controllers, bends, texts. A
  /// note-off that ends nothing is left out, a note that nothing ends stays as it is.
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

    let score = PianoNotes(in: self)
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
private struct PianoNotes {
  private(set) var notes: [PartNote] = []
  private(set) var parts: [PianoPart] = []
  private(set) var places: [(track: Int, channel: UInt8)] = []
  private(set) var others: [[TimedEvent]] = []

  init(in file: MIDIFile) {
    let channels = Self.pianoChannels(of: file)
    // A piano has one pedal: where a hand has it written down, the other one gets none from us.
    let hasPedal = !channels.withPedal.isDisjoint(with: channels.piano)
    for (number, track) in file.tracks.enumerated() {
      // Whether each event is played anew, or ends nothing.
      var replaced = [Bool](repeating: false, count: track.events.count)
      var pairing = NotePairing<Int>(.nextNoteOn)
      for (index, timed) in track.events.enumerated() {
        switch timed.event {
        case .noteOn(let channel, _, let velocity) where channels.piano.contains(channel):
          pairing.read(timed.event, at: index)
          replaced[index] = velocity == 0
        case .noteOff(let channel, _, _) where channels.piano.contains(channel):
          pairing.read(timed.event, at: index)
          replaced[index] = true
        default: break
        }
      }
      var partOfChannel: [UInt8: Int] = [:]
      for note in pairing.notes {
        let part = partOfChannel[note.channel] ?? parts.count
        if part == parts.count {
          partOfChannel[note.channel] = part
          parts.append(PianoPart(keyboard: Int(note.channel), hasOwnPedal: hasPedal))
          places.append((number, note.channel))
        }
        replaced[note.on] = true
        let (onset, end) = (track.events[note.on].tick, track.events[note.off].tick)
        notes.append(
          PartNote(
            Note(onset: onset, duration: end - onset, key: note.key, velocity: note.velocity),
            part: part))
      }
      others.append(track.events.indices.filter { !replaced[$0] }.map { track.events[$0] })
    }
    notes = notes.sortedByOnset()
  }

  private static func pianoChannels(
    of file: MIDIFile
  ) -> (piano: Set<UInt8>, withPedal: Set<UInt8>) {
    // Of several programs at one tick, as of several tracks on one channel, the last one holds.
    var programs = [[Int: UInt8]](repeating: [:], count: 16)
    var withPedal: Set<UInt8> = []
    for track in file.tracks {
      for timed in track.events {
        switch timed.event {
        case .programChange(let channel, let program):
          programs[Int(channel & 15)][timed.tick] = program
        case .controlChange(let channel, controller: 64, let value) where value >= 64:
          withPedal.insert(channel & 15)
        default: break
        }
      }
    }
    let piano = (0..<16).filter {
      $0 != 9 && programs[$0].values.allSatisfy(PianoPart.programs.contains)
    }
    return (Set(piano.map(UInt8.init)), withPedal)
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
