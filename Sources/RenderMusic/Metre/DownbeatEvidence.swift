import RenderSystem

/// What speaks for a bar line at each 16th of a piece: low, long and many notes that begin there, new harmonies, notes
/// that do not sound on; each beside the same a beat and half a bar away.
///
/// The weights are those of a multinomial logistic regression of the first 16th of a bar among all of its 16ths, over
/// 12,181 bars of 152 piano pieces and songs. It is the likeliest one in 74 % of those same bars where they are three
/// quarters long, in 59 % where they are four. `Scripts/metre-weights.py` learns such weights from more bars; the costs of
/// `BarTracking` were chosen with these.
struct DownbeatEvidence {
  /// The units of a place.
  static let step = Piece.unitsPerQuarter / 4
  /// The number of features of a place.
  static let count = 13
  /// The weights of the features of a place, of those a beat later and earlier, and half a bar later and earlier.
  private static let weights: [[Double]] = [
    [-0.21, -0.24, 0.75, 0.72, 1.2, -0.09, 0.57, -0.05, 0.07, -1.96, 0.8, 0.47, 0.41],
    [0.52, 0.25, -0.1, -0.35, 0.2, 0.04, -0.01, 0.1, -0.55, -0.43, -0.57, -0.25, -0.47],
    [-0.07, 0.25, -0.14, -0.11, 0.04, 0.19, -0.02, -0.2, 0.18, -0.53, -0.54, -0.57, -0.46],
    [0.23, 0.11, -0.01, 0.1, -0.15, 0.05, 0.17, 0.05, 0.05, -0.98, -0.06, -0.91, -0.18],
    [0.13, -0.09, 0.25, -0.17, 0.43, 0.1, 0.29, 0.21, -0.58, 0.33, -0.43, -0.63, -0.07],
  ]
  /// The farthest from a place in units that an onset belongs to it.
  private static let tolerance = 2
  /// The places before and after one whose harmonies are compared: a quarter, two and four.
  private static let spans = [4, 8, 16]
  /// Longer notes weigh no more, in units: two bars of four quarters.
  private static let longest = 192

  /// The features of each place, one row after the other.
  private let features: [Double]
  /// The number of places.
  let places: Int

  init(of score: TimedScore) {
    places = score.end / Self.step + 1
    var rows = [Double](repeating: 0, count: places * Self.count)
    Self.addOnsets(score.notes, to: &rows, places)
    Self.addSustained(score.notes, to: &rows, places)
    Self.addHarmony(score.notes, to: &rows, places)
    features = rows
  }

  /// The features of a place.
  subscript(place: Int) -> ArraySlice<Double> {
    features[(place * Self.count)..<((place + 1) * Self.count)]
  }

  /// The places where notes begin.
  var onsets: [Int] { (0..<places).filter { features[$0 * Self.count] > 0 } }

  /// The logarithms of the likelihood that a bar of a signature begins at each place, beside the mean over the places of
  /// one bar around it.
  func logarithms(in signature: Piece.TimeSignature) -> [Double] {
    let bar = signature.barLength / Self.step
    let beat = signature.trackedBeat / Self.step
    let half =
      signature.isCompoundOfEighths
      ? 6 : (bar / beat).isMultiple(of: 2) ? bar / 2 : 2 * beat
    var sums = [Double](repeating: 0, count: places)
    for (distance, weights) in zip([0, beat, -beat, half, -half], Self.weights) {
      for place in max(0, -distance)..<max(0, -distance, min(places, places - distance)) {
        let row = (place + distance) * Self.count
        for (index, weight) in weights.enumerated() {
          sums[place] += weight * features[row + index]
        }
      }
    }
    let highest = sums.max() ?? 0
    var totals = [0.0]
    for sum in sums { totals.append(totals[totals.count - 1] + exp(sum - highest)) }
    return sums.indices.map { place in
      let to = min(places, max(0, place - bar / 2) + bar)
      let from = max(0, to - bar)
      let mean = (totals[to] - totals[from]) / Double(to - from)
      return sums[place] - highest - log(mean + 1e-9)
    }
  }

  private static func addOnsets(
    _ notes: [Piece.Note], to rows: inout [Double], _ places: Int
  ) {
    var groups: [(place: Int, notes: [Piece.Note])] = []
    for note in notes {
      let place = (note.onset + tolerance) / step
      // A last note shorter than the tolerance is nearest to a place after the end.
      guard place < places, abs(place * step - note.onset) <= tolerance else { continue }
      if groups.last?.place == place {
        groups[groups.count - 1].notes.append(note)
      } else {
        groups.append((place, [note]))
      }
    }
    guard !groups.isEmpty else { return }
    let lowest = groups.map { group in group.notes.min { ($0.key, $0.end) < ($1.key, $1.end) }! }
    let low = lowest.map(\.key).sorted()[(groups.count - 1) / 4]
    // Pitch classes as bits.
    let classes = groups.map { group in
      group.notes.reduce(0) { $0 | UInt16(1) << UInt16($1.key % 12) }
    }
    func length(_ units: Int) -> Double { log2(1 + Double(min(longest, units)) / 6) }
    for (index, (place, own)) in groups.enumerated() {
      var heard: UInt16 = 0
      for earlier in (max(0, index - 8)..<index).reversed() {
        guard place - groups[earlier].place <= 4 else { break }
        heard |= classes[earlier]
      }
      let around = lowest[max(0, index - 4)..<min(groups.count, index + 5)]
      let next = index + 1 < groups.count ? groups[index + 1].place - place : 16
      let last = index > 0 ? place - groups[index - 1].place : 16
      let values = [
        1, Double(min(own.count, 5)) / 5,
        around.allSatisfy { lowest[index].key <= $0.key } ? 1 : 0,
        lowest[index].key <= low ? 1 : 0,
        length(own.map(\.duration).max()!), length(lowest[index].duration),
        Double((classes[index] & ~heard).nonzeroBitCount) / Double(classes[index].nonzeroBitCount),
        log2(1 + Double(min(16, next))), log2(1 + Double(min(16, last))),
      ]
      rows.replaceSubrange((place * count)..<(place * count + values.count), with: values)
    }
  }

  /// Adds the notes that sound on at a place, which began before it.
  private static func addSustained(
    _ notes: [Piece.Note], to rows: inout [Double], _ places: Int
  ) {
    var changes = [Int](repeating: 0, count: places + 1)
    for note in notes {
      let first = (note.onset + tolerance) / step + 1
      let last = (note.end - tolerance - 1) / step
      guard first <= last, first < places else { continue }
      changes[first] += 1
      changes[min(last + 1, places)] -= 1
    }
    var sounding = 0
    for place in 0..<places {
      sounding += changes[place]
      rows[place * count + 9] = Double(min(sounding, 4)) / 4
    }
  }

  /// Adds how far the harmony after a place is from that before it: 1 less the cosine of their pitch classes.
  private static func addHarmony(
    _ notes: [Piece.Note], to rows: inout [Double], _ places: Int
  ) {
    var sums = [Double](repeating: 0, count: (places + 1) * 12)
    for note in notes {
      let end = min(note.end, note.onset + 4 * Piece.unitsPerQuarter)
      for place in (note.onset / step)..<min(places, (end + step - 1) / step) {
        let units = min(end, (place + 1) * step) - max(note.onset, place * step)
        sums[(place + 1) * 12 + Int(note.key % 12)] += Double(units)
      }
    }
    for index in 12..<sums.count { sums[index] += sums[index - 12] }
    for place in 0..<places {
      for (column, span) in spans.enumerated() {
        let (before, after) = (max(0, place - span) * 12, min(places, place + span) * 12)
        var (product, early, late) = (0.0, 0.0, 0.0)
        for pitchClass in 0..<12 {
          let here = sums[place * 12 + pitchClass]
          let (a, b) = (here - sums[before + pitchClass], sums[after + pitchClass] - here)
          product += a * b
          early += a * a
          late += b * b
        }
        rows[place * count + 10 + column] =
          early > 0 && late > 0 ? 1 - product / (early * late).squareRoot() : 0.5
      }
    }
  }
}

extension Piece.TimeSignature {
  /// Whether the beats are dotted quarters.
  package var isCompoundOfEighths: Bool { beatUnit == 8 && beats > 3 && beats.isMultiple(of: 3) }

  /// The unit in which bars are told apart: an eighth where it is the beat unit, else a quarter.
  var trackedBeat: Int { beatUnit == 8 ? Piece.unitsPerQuarter / 2 : Piece.unitsPerQuarter }
}
