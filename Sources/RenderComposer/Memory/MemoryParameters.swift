import RenderNetwork

/// What a memory has learned, as one flat array: the likeness of two moments, how readily it takes
/// hold and goes on, and how often it says something else than it holds.
public struct MemoryParameters: Hashable, Sendable {
  /// Width of the network's last hidden state.
  public let states: Int
  /// Width of the vectors whose likeness is taken.
  public let width: Int
  public internal(set) var values: [Float]

  /// A tensor's name, shape and place in `values`.
  struct Slot: Hashable, Sendable {
    var name: String
    var shape: [Int]
    var range: Range<Int>
  }

  /// [states, width + 2]: the last two columns are the state's say in taking hold and in going on.
  let projection: Slot
  /// [width + 2]
  let bias: Slot
  /// The logit of taking hold.
  let hold: Slot
  /// Cosines are multiplied by `sharpest` times this.
  let likeness: Slot
  /// [Copying, agreement]: logits of going on.
  let goOn: Slot
  /// [Copying, agreement]: added to the likeness of the places to take hold of.
  let choice: Slot
  /// [Copying, Turns]: added to the logits of going on.
  let goOnTurns: Slot
  /// [Copying, Turns], [Distance], [Interval]: added to the choice, the last where copies move.
  let choiceTurns: Slot
  let choiceDistance: Slot
  let choiceInterval: Slot
  /// [Copying, kind, agreement]: logits of a token that is the network's, not the copied one.
  let miss: Slot

  /// A soft-max over cosines times this finds the right place (measured; trained from there).
  static let sharpest: Float = 45
  /// Shift, pitch, duration.
  static let kinds = 3

  init(zerosFor states: Int, width: Int) {
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
    miss = slot("miss", [copyings, Self.kinds, agreements])
    values = .init(repeating: 0, count: end)
  }

  /// Where training begins: the likeness is the cosine of the states less their mean.
  ///
  /// - Parameter mean: of the network's states, [states].
  init(mean: [Float]) {
    self.init(zerosFor: mean.count, width: mean.count)
    for index in mean.indices {
      values[projection.range.lowerBound + index * (width + 2) + index] = 1
      values[bias.range.lowerBound + index] = -mean[index]
    }
    // A twentieth of the notes takes hold and lets go, a tenth is not the copied one.
    values[hold.range.lowerBound] = -3
    values[likeness.range.lowerBound] = 1
    for index in goOn.range { values[index] = 3 }
    for index in miss.range { values[index] = -2.2 }
    for index in choice.range.suffix(Agreement.count) { values[index] = 5 }
  }

  /// What the cosine of two moments is multiplied by.
  var sharpness: Float { Self.sharpest * values[likeness.range.lowerBound] }

  subscript(slot: Slot) -> ArraySlice<Float> { values[slot.range] }

  var slots: [Slot] {
    [
      projection, bias, hold, likeness, goOn, choice, goOnTurns, choiceTurns, choiceDistance,
      choiceInterval, miss,
    ]
  }

  /// What is learned in few large steps; the rest in small ones.
  var tables: Range<Int> { hold.range.lowerBound..<values.count }
}

extension MemoryParameters {
  private static let mostWidth = 4096

  /// Adds all tensors by name.
  func add(to file: inout Safetensors, precision: Safetensors.Precision) {
    for slot in slots {
      file.add(self[slot], shape: slot.shape, precision: precision, as: slot.name)
    }
  }

  /// The memory of a model's file; `nil` where it has none.
  ///
  /// - Parameter states: width of the network's last hidden state.
  /// - Throws: a tensor that is missing, of another shape, or not numbers.
  init?(states: Int?, from file: Safetensors) throws {
    let name = "memory.projection"
    guard let shape = file.shape(of: name) else { return nil }
    guard let states, shape.count == 2, shape[0] == states, (3...Self.mostWidth).contains(shape[1])
    else {
      throw ComposerError.badModel("its tensor \(name) has the shape \(shape), which does not fit")
    }
    self.init(zerosFor: states, width: shape[1] - 2)
    for slot in slots {
      let values = try file.values(of: slot.name, shape: slot.shape)
      guard values.allSatisfy(\.isFinite) else {
        throw ComposerError.badModel("the tensor \(slot.name) holds values that are not numbers")
      }
      self.values.replaceSubrange(slot.range, with: values)
    }
  }
}

/// How a held note is written again.
enum Copying: Int, CaseIterable {
  case exact
  /// At another pitch, as the notes before it were.
  case moved
}

/// Over how many notes two places agree, in classes.
enum Agreement {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32])
  static let count = classes.count
  static func index(of notes: Int32) -> Int { classes[notes] }
}

/// How often something has come in immediate repetition, in classes.
enum Turns {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 6, 8, 16])
  static let count = classes.count
  static func index(of turns: Int32) -> Int { classes[turns] }
}

/// How many notes lie between, in classes.
enum Distance {
  private static let classes = Classes(from: [
    1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256, 512, 1024,
  ])
  static let count = classes.count
  static func index(ofLag lag: Int) -> Int { classes[Int32(lag)] }
}

/// By how many semitones a copy moves, in classes.
enum Interval {
  private static let classes = Classes(from: [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13])
  static let count = classes.count
  static func index(of semitones: Int32) -> Int { classes[abs(semitones)] }
}

/// Numbers in classes that grow.
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
