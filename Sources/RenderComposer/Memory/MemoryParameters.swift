import RenderNetwork

/// The learned parameters of a memory, as one flat array: of the likeness of two moments, of the odds of
/// taking hold and going on, and of the chance that a note differs from the one that is copied.
public struct MemoryParameters: Hashable, Sendable {
  /// The width of the network's last hidden state.
  public let states: Int
  /// The width of the vectors whose likeness is taken.
  public let width: Int
  /// Whether the memory knows bars.
  public var knowsBars: Bool { !goOnBars.range.isEmpty }
  /// The numbers of all tensors, slot after slot.
  public internal(set) var values: [Float]

  /// A tensor's name, shape and place in `values`.
  struct Slot: Hashable, Sendable {
    var name: String
    var shape: [Int]
    var range: Range<Int>

    /// The place in `values` of the first entry of a row, all dimensions but the last taken together.
    func start(ofRow row: Int) -> Int { range.lowerBound + row * shape[shape.count - 1] }
  }

  /// The projection of a state to a moment, [states, columns]: the vector's `width` columns, then those
  /// of the gates of taking hold (`holdColumn`) and of going on (`goOnColumn`).
  let projection: Slot
  /// The bias of the projection, [columns].
  let bias: Slot
  /// The logit of taking hold, [1].
  let hold: Slot
  /// The factor of `sharpest`, [1]: cosines are multiplied by their product.
  let likeness: Slot
  /// The logits of going on, [Copying, agreement].
  let goOn: Slot
  /// The scores, added to the likeness, of the places to take hold of, [Copying, agreement].
  let choice: Slot
  /// The part of the logits of going on that is due to repetitions, [Copying, Turns].
  let goOnTurns: Slot
  /// The part of the scores that is due to repetitions, [Copying, Turns].
  let choiceTurns: Slot
  /// The part of the scores that is due to the distance, [Distance].
  let choiceDistance: Slot
  /// The part of the scores that is due to the interval, where copies move, [Interval].
  let choiceInterval: Slot
  /// The part of the logits of going on that is due to the place among the bars, [BarLags]; empty where the memory
  /// knows none.
  let goOnBars: Slot
  /// The part of the scores that is due to the place among the bars, [BarLags]; likewise.
  let choiceBars: Slot
  /// The logits of a token that is the network's, not the copied one, [Copying, kind, agreement].
  let miss: Slot

  /// The number of the projection's columns.
  var columns: Int { width + 2 }
  /// The column of the gate of taking hold.
  var holdColumn: Int { width }
  /// The column of the gate of going on.
  var goOnColumn: Int { width + 1 }

  /// The factor of cosines with which a softmax over them finds the right place (measured; trained from
  /// there).
  static let sharpest: Float = 45
  /// The number of kinds of tokens: shift, pitch, duration.
  static let kinds = 3

  init(zerosFor states: Int, width: Int, knowsBars: Bool = false) {
    self.states = states
    self.width = width
    var end = 0
    func slot(_ name: String, _ shape: [Int]) -> Slot {
      let start = end
      end += shape.reduce(1, *)
      return Slot(name: "memory.\(name)", shape: shape, range: start..<end)
    }
    let (copyings, agreements) = (Copying.allCases.count, Agreement.count)
    projection = slot("projection", [states, width + 2])
    bias = slot("bias", [width + 2])
    hold = slot("hold", [1])
    likeness = slot("likeness", [1])
    goOn = slot("go_on", [copyings, agreements])
    choice = slot("choice", [copyings, agreements])
    goOnTurns = slot("go_on_turns", [copyings, Turns.count])
    choiceTurns = slot("choice_turns", [copyings, Turns.count])
    choiceDistance = slot("choice_distance", [Distance.count])
    choiceInterval = slot("choice_interval", [Interval.count])
    goOnBars = slot("go_on_bars", [knowsBars ? BarLags.count : 0])
    choiceBars = slot("choice_bars", [knowsBars ? BarLags.count : 0])
    miss = slot("miss", [copyings, Self.kinds, agreements])
    values = .init(repeating: 0, count: end)
  }

  /// The parameters at which training begins: the likeness is the cosine of the states less their mean.
  ///
  /// - Parameters:
  ///   - mean: the mean of the network's states, [states].
  ///   - knowsBars: whether the memory has tables of places among the bars.
  init(mean: [Float], knowsBars: Bool = false) {
    self.init(zerosFor: mean.count, width: mean.count, knowsBars: knowsBars)
    for index in mean.indices {
      values[projection.start(ofRow: index) + index] = 1
      values[bias.range.lowerBound + index] = -mean[index]
    }
    // A twentieth of the notes takes hold and lets go, a tenth is not the copied one.
    values[hold.range.lowerBound] = -3
    values[likeness.range.lowerBound] = 1
    for index in goOn.range { values[index] = 3 }
    for index in miss.range { values[index] = -2.2 }
    for index in choice.range.suffix(Agreement.count) { values[index] = 5 }
  }

  /// The factor of the cosine of two moments.
  var sharpness: Float { Self.sharpest * values[likeness.range.lowerBound] }

  subscript(slot: Slot) -> ArraySlice<Float> { values[slot.range] }

  var slots: [Slot] {
    [
      projection, bias, hold, likeness, goOn, choice, goOnTurns, choiceTurns, choiceDistance,
      choiceInterval, goOnBars, choiceBars, miss,
    ].filter { !$0.range.isEmpty }
  }

  /// The part of `values` that is learned in few large steps; the rest is learned in small ones.
  var tables: Range<Int> { hold.range.lowerBound..<values.count }
}

extension MemoryParameters {
  private static let mostWidth = 4096

  /// Adds all tensors to a model's file, by name.
  func add(to file: inout Safetensors, precision: Safetensors.Precision) {
    for slot in slots {
      file.add(self[slot], shape: slot.shape, precision: precision, as: slot.name)
    }
  }

  /// The memory of a model's file; `nil` where it has none.
  ///
  /// - Parameter states: the width of the network's last hidden state; `nil` for a network without one.
  /// - Throws: `NetworkError` or `ComposerError` for a tensor that is missing, of another shape, or not of
  ///   numbers.
  init?(states: Int?, from file: Safetensors) throws {
    let name = "memory.projection"
    guard let shape = file.shape(of: name) else { return nil }
    guard let states, shape.count == 2, shape[0] == states, (3...Self.mostWidth).contains(shape[1])
    else {
      throw ComposerError.badModel("its tensor \(name) has the shape \(shape), which does not fit")
    }
    let knowsBars = file.shape(of: "memory.go_on_bars") != nil
    self.init(zerosFor: states, width: shape[1] - 2, knowsBars: knowsBars)
    for slot in slots {
      let values = try file.values(of: slot.name, shape: slot.shape)
      guard values.allSatisfy(\.isFinite) else {
        throw ComposerError.badModel("the tensor \(slot.name) holds values that are not numbers")
      }
      self.values.replaceSubrange(slot.range, with: values)
    }
  }
}

/// The way in which a held note is written again.
enum Copying: Int, CaseIterable {
  /// A copy at the same pitch.
  case exact
  /// A copy at another pitch, moved as the notes before it were.
  case moved
}

/// The number of notes over which two places agree, in classes.
enum Agreement {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32])
  static let count = classes.count
  static func index(of notes: Int32) -> Int { classes[notes] }
}

/// The number of times that something has come in immediate repetition, in classes.
enum Turns {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 6, 8, 16])
  static let count = classes.count
  static func index(of turns: Int32) -> Int { classes[turns] }
}

/// The lag of a place in notes, in classes.
enum Distance {
  private static let classes = Classes(from: [
    1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256, 512, 1024,
  ])
  static let count = classes.count
  static func index(ofLag lag: Int) -> Int { classes[Int32(lag)] }
}

/// The number of semitones by which a copy moves, in classes.
enum Interval {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13])
  static let count = classes.count
  static func index(of semitones: Int32) -> Int { classes[abs(semitones)] }
}

/// A division of the numbers from 0 into classes.
private struct Classes {
  let count: Int
  private let table: [Int]

  /// - Parameter lowest: the lowest number of each class, ascending.
  init(from lowest: [Int]) {
    count = lowest.count
    table = (0...lowest[lowest.count - 1]).map { number in
      lowest.lastIndex { $0 <= number } ?? 0
    }
  }

  subscript(number: Int32) -> Int { table[min(Int(number), table.count - 1)] }
}
