/// What is wrong with a file of weights, or why none can be written: a clause without a subject of its own, such as
/// "it is no HDF5 file".
public struct WeightFault: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  package init(_ description: String) { self.description = description }
}
