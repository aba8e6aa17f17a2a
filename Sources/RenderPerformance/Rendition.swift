import RenderRandomness

/// A score as it is played: events, one after the other, while its notes are still being written.
///
///     let time = ScoreTime(ticksPerQuarter: 480)
///     for event in Rendition(notes, time: time, style: .expressive, seed: 7) { … }
///
/// Notes come in ascending order of their onsets, and so do the events, which are all it takes to
/// play them: notes, pedal, expression and tempi. `plain` is a score's notes as a MIDI file holds them (a key
/// struck again ends its earlier note) and its own tempi. `expressive` looks
/// `PerformanceBounds.lookAheadBars` ahead, and nothing that is further away matters.
///
/// The same notes, seed and weights give the same events on every machine: the rules add, multiply,
/// divide and take square roots, which IEEE 754 defines to the last bit, and read tables.
public struct Rendition<Notes: Sequence>: Sequence where Notes.Element == PartNote {
  private let notes: Notes
  private let parts: [PerformedPart]
  private let time: ScoreTime
  private let style: PerformanceStyle
  private let seed: UInt64
  private let weights: RuleWeights

  /// - Parameters:
  ///   - notes: by onset. A note that comes too late is played with those that it is found among.
  ///   - parts: those that the notes name; a note of none of them is one of the last one.
  public init(
    _ notes: Notes, parts: [PerformedPart] = [PerformedPart()], time: ScoreTime,
    style: PerformanceStyle,
    seed: UInt64, weights: RuleWeights = RuleWeights()
  ) {
    self.notes = notes
    self.parts = parts.isEmpty ? [PerformedPart()] : parts
    self.time = time
    self.style = style
    self.seed = seed
    self.weights = weights.limited
  }

  public func makeIterator() -> Iterator {
    Iterator(
      notes.makeIterator(), parts: parts, time: time, style: style, seed: seed, weights: weights)
  }

  public struct Iterator: IteratorProtocol {
    private enum Player {
      case expressive(PhraseReader<Notes.Iterator>, any Performer)
      case plain(SonorityReader<Notes.Iterator>, TempoWriter)
      case done
    }

    private var player: Player
    private var queue = EventQueue()

    init(
      _ notes: Notes.Iterator, parts: [PerformedPart], time: ScoreTime, style: PerformanceStyle,
      seed: UInt64, weights: RuleWeights
    ) {
      switch style {
      case .expressive:
        player = .expressive(
          PhraseReader(notes, parts: parts, time: time),
          Performers(parts).performer(time: time, weights: weights, seed: seed))
      case .plain:
        player = .plain(SonorityReader(notes, parts: parts), TempoWriter(time))
      }
    }

    public mutating func next() -> PerformedEvent? {
      while true {
        if let event = queue.next() { return event }
        switch player {
        case .expressive(var reader, var performer):
          player = .done
          if let phrase = reader.read() {
            performer.play(phrase, into: &queue)
            player = .expressive(reader, performer)
          } else {
            var tempo = performer.tempo
            end(&tempo)
          }
        case .plain(var reader, var tempo):
          player = .done
          if let sonority = reader.read() {
            tempo.write(until: sonority.onset, into: &queue)
            queue.close(before: sonority.onset)
            for tone in sonority.tones {
              queue.strike(
                tone, from: sonority.onset, to: tone.end, velocity: UInt8(tone.velocity), gap: 0)
            }
            player = .plain(reader, tempo)
          } else {
            end(&tempo)
          }
        case .done:
          return nil
        }
      }
    }

    private mutating func end(_ tempo: inout TempoWriter) {
      tempo.write(until: .max, into: &queue)
      queue.close(before: .max)
    }
  }
}
