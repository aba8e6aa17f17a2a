import RenderNetwork

/// The moments before the notes of a passage, and how much each is like the earlier ones: what the
/// memory makes of the network's states before any pointer is asked.
///
/// With the states s [notes, states], the projection P [states, width + 2] and its bias b:
///
///     projected = s P + b                [notes, width + 2]
///     v = u / |u|                        [notes, width]; u is the first width columns
///     likeness = v vᵀ                    [notes, notes]
///
/// The last two columns are the gates of taking hold and of going on.
struct MemoryMoments {
  let notes: Int
  private let parameters: MemoryParameters
  /// The network's states, [notes, states].
  private let states: [Float]
  /// The gates of each moment, [notes].
  private(set) var gates: [MemoryHead.Gates] = []
  /// The vectors v, [notes, width], and the lengths |u|, [notes].
  private var vectors: [Float] = []
  private var lengths: [Float] = []
  /// The cosine of each moment with each other one, [notes, notes].
  private let likeness: [Float]

  /// Computes the moments, forward.
  init(_ parameters: MemoryParameters, _ passage: MemoryPassage) {
    self.parameters = parameters
    notes = passage.notes
    states = passage.states
    let (width, columns) = (parameters.width, parameters.columns)
    var projected = (0..<notes).flatMap { _ in parameters[parameters.bias] }
    BLAS.multiply(
      rows: notes, columns: columns, inner: parameters.states, states,
      Array(parameters[parameters.projection]), into: &projected, beta: 1)
    for note in 0..<notes {
      let row = projected[note * columns..<(note + 1) * columns]
      var vector = Array(row.prefix(width))
      lengths.append(normalize(&vector))
      vectors += vector
      gates.append(
        MemoryHead.Gates(
          hold: row[row.startIndex + parameters.holdColumn],
          goOn: row[row.startIndex + parameters.goOnColumn]))
    }
    var likeness = [Float](repeating: 0, count: notes * notes)
    BLAS.multiply(
      rows: notes, columns: notes, inner: width, vectors, vectors, transposingSecond: true,
      into: &likeness, beta: 0)
    self.likeness = likeness
  }

  /// The gradients by projection and bias, backward from those by likeness and gates.
  ///
  ///     d v = (d likeness + d likenessᵀ) v
  ///     d u = (d v − (d v · v) v) / |u|
  ///     d P = sᵀ d projected,  d b = Σ d projected
  ///
  /// - Parameters:
  ///   - likenessGradient: the gradient by the likeness, [notes, notes]; 0 but for earlier moments.
  ///   - gateGradients: the gradients by the gates, [notes].
  /// - Returns: the gradients, [states, width + 2] and [width + 2].
  func gradients(
    likeness likenessGradient: [Float], gates gateGradients: [MemoryHead.Gates]
  ) -> (projection: [Float], bias: [Float]) {
    let (width, columns) = (parameters.width, parameters.columns)
    var vectorGradients = [Float](repeating: 0, count: notes * width)
    BLAS.multiply(
      rows: notes, columns: width, inner: notes, likenessGradient, vectors,
      into: &vectorGradients, beta: 0)
    BLAS.multiply(
      rows: notes, columns: width, inner: notes, likenessGradient, transposingFirst: true, vectors,
      into: &vectorGradients, beta: 1)
    var projected = [Float](repeating: 0, count: notes * columns)
    var bias = [Float](repeating: 0, count: columns)
    for note in 0..<notes {
      let range = note * width..<(note + 1) * width
      // Only what is across the vector turns it.
      let along = range.reduce(Float(0)) { $0 + vectorGradients[$1] * vectors[$1] }
      let row = note * columns
      for (column, place) in range.enumerated() {
        projected[row + column] =
          lengths[note] > 0
          ? (vectorGradients[place] - along * vectors[place]) / lengths[note] : 0
      }
      projected[row + parameters.holdColumn] = gateGradients[note].hold
      projected[row + parameters.goOnColumn] = gateGradients[note].goOn
      for column in 0..<columns { bias[column] += projected[row + column] }
    }
    var projection = [Float](repeating: 0, count: parameters.projection.range.count)
    BLAS.multiply(
      rows: parameters.states, columns: columns, inner: notes, states, transposingFirst: true,
      projected, into: &projection, beta: 0)
    return (projection, bias)
  }

  /// The cosine of two notes' moments.
  func likeness(of note: Int, and other: Int) -> Float { likeness[note * notes + other] }

  /// The cosines of a note's moment with those before it, lag 1 first.
  func likeness(before note: Int) -> ReversedCollection<ArraySlice<Float>> {
    likeness[note * notes..<note * notes + note].reversed()
  }
}
