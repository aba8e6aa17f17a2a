import RenderMIDI

/// The parts of a MIDI file: one for each track and channel that has pitched notes, in the order of the tracks.
///
/// The staves of a keyboard, tracks that follow one another with one program, are one part, unless their names are numbered:
/// Piano 1 and Piano 2 are two.
public struct FileParts: Hashable, Sendable {
  private struct Place: Hashable {
    var track: Int
    var channel: UInt8
  }

  /// The parts, with the names of their tracks.
  public private(set) var parts: [Piece.Part] = []
  private var indices: [Place: Int] = [:]

  public init(_ file: MIDIFile) { self.init(file, joinsStaves: true) }

  /// Makes the parts of a file, of which each track is one where staves are not joined.
  package init(_ file: MIDIFile, joinsStaves: Bool) {
    var previous: Place?
    let programs = file.firstPrograms
    for (number, track) in file.tracks.enumerated() {
      let name = track.name
      for channel in track.channelsWithNotes where channel != MIDIEvent.percussionChannel {
        let place = Place(track: number, channel: channel)
        let part = Piece.Part(
          name: name, program: track.program(of: channel) ?? programs[channel] ?? 0)
        let isStaff =
          joinsStaves && previous.map { $0.track < number } ?? false
          && parts.last.map { GeneralMIDI.isKeyboard(part.program) && Self.isStaff(part, of: $0) }
            ?? false
        // What is beyond the most parts plays with the last one.
        if !isStaff, parts.count < TimedScore.mostParts { parts.append(part) }
        indices[place] = parts.count - 1
        previous = place
      }
    }
  }

  /// Whether a part may be a staff of the keyboard that the one before it is a staff of.
  package static func isStaff(_ staff: Piece.Part, of part: Piece.Part) -> Bool {
    staff.program == part.program && (staff.name == part.name || !isNumbered(staff.name))
  }

  /// Whether a name ends in a number, Arabic or Roman.
  private static func isNumbered(_ name: String) -> Bool {
    guard let last = name.split(whereSeparator: \.isWhitespace).last else { return false }
    return last.allSatisfy(\.isNumber) || ["I", "II", "III", "IV"].contains(last)
  }

  /// The programs of the parts of a song: its voice is a voice, whichever instrument stands in for it.
  ///
  /// Notation programs play a voice with an oboe, say; an instrument beside it has a part of its own after the first.
  public var programsOfSong: [UInt8] {
    var programs = parts.map(\.program)
    if let first = programs.first, !GeneralMIDI.isKeyboard(first), !GeneralMIDI.isVoice(first) {
      programs[0] = GeneralMIDI.choir
    }
    return programs.isEmpty ? [0] : programs
  }

  /// The index of the part with the notes of a track's channel; 0 where the track has none on it, and for drums.
  package func index(track: Int, channel: UInt8) -> Int {
    indices[Place(track: track, channel: channel)] ?? 0
  }
}

extension MIDITrack {
  /// The track's name; empty for none, and for one that is not UTF-8.
  package var name: String {
    for timed in events {
      if case .meta(.text(.trackName, let bytes)) = timed.event {
        return String(validating: bytes, as: UTF8.self) ?? ""
      }
    }
    return ""
  }

  /// The channels on which notes begin, ascending.
  package var channelsWithNotes: [UInt8] {
    var found = Set<UInt8>()
    for timed in events {
      if case .noteOn(let channel, _, let velocity) = timed.event, velocity > 0 {
        found.insert(channel)
      }
    }
    return found.sorted()
  }

  /// The program that a channel has at its first note, as far as the track says so.
  fileprivate func program(of channel: UInt8) -> UInt8? {
    var found: UInt8?
    for timed in events {
      switch timed.event {
      case .programChange(channel, let program): found = program
      case .noteOn(channel, _, let velocity) where velocity > 0: return found
      default: break
      }
    }
    return found
  }
}

extension MIDIFile {
  /// The first program that any track gives each channel.
  fileprivate var firstPrograms: [UInt8: UInt8] {
    var found: [UInt8: (tick: Int, program: UInt8)] = [:]
    for track in tracks {
      for timed in track.events {
        guard case .programChange(let channel, let program) = timed.event,
          timed.tick < found[channel]?.tick ?? .max
        else { continue }
        found[channel] = (timed.tick, program)
      }
    }
    return found.mapValues(\.program)
  }
}
