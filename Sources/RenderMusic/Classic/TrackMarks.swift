import RenderMIDI

/// The elements of a track beside its notes, as far as they decide about notes.
struct TrackMarks {
  /// The ticks of all marks, which notes may be long enough to reach.
  var ticks: [Int] = []
  /// The snapped offsets of tempi and keys.
  var common: [Int] = []
  /// The time signatures, snapped.
  var signatures: [Music21Meter.Signature] = []
  /// The instruments by snapped offset; of several at once, those that music21 keeps.
  var instruments: [(offset: Int, instrument: Music21Instrument)] = []

  /// Reads a track's names, program changes, tempi, keys and time signatures
  /// (`midi.translate.getMetaEvents`).
  init(_ track: MIDITrack, ticksPerQuarter: Int) {
    func offset(_ tick: Int) -> Int {
      let quarters = Double(tick) / Double(ticksPerQuarter)
      return QuantizationGrid.units(quarters: QuantizationGrid.snap(quarters: quarters))
    }
    var found: [(tick: Int, instrument: Music21Instrument)] = []
    for timed in track.events {
      switch timed.event {
      case .meta(.timeSignature(let numerator, let power, _, _)):
        guard let length = Music21Meter.length(numerator: numerator, denominatorPower: power) else {
          continue
        }
        signatures.append(Music21Meter.Signature(offset: offset(timed.tick), length: length))
        ticks.append(timed.tick)
      case .meta(.tempo), .meta(.keySignature):
        common.append(offset(timed.tick))
        ticks.append(timed.tick)
      case .meta(.text(.trackName, let bytes)):
        found.append((timed.tick, Music21Instrument(trackName: bytes)))
      case .meta(.text(.instrumentName, let bytes)):
        found.append((timed.tick, Music21Instrument(instrumentName: bytes)))
      case .programChange(let channel, let program):
        found.append((timed.tick, Music21Instrument(program: program, channel: channel)))
      default:
        continue
      }
    }
    let kept = Music21Instrument.deduplicating(found)
    ticks += kept.map(\.tick)
    instruments = kept.map { (offset($0.tick), $0.instrument) }
    instruments = instruments.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element)
  }
}
