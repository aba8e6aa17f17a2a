/// A value for each place of the pointer before a note, [Copying, lag index].
struct PlaceValues<Value: Sendable>: Sendable {
  /// The number of lags of each way of copying: as many as notes came before.
  let lags: Int
  private var values: [Value]

  init(repeating value: Value, lags: Int) {
    self.lags = lags
    values = .init(repeating: value, count: Copying.allCases.count * lags)
  }

  /// - Parameter values: the values, [Copying, lag index].
  init(_ values: [Value], lags: Int) {
    precondition(values.count == Copying.allCases.count * lags)
    self.lags = lags
    self.values = values
  }

  subscript(copying: Copying, index: Int) -> Value {
    get { values[copying.rawValue * lags + index] }
    set { values[copying.rawValue * lags + index] = newValue }
  }
}
