/// A fault of a file of weights, or of weights to be written: a clause such as "it is no HDF5 file".
public struct WeightFault: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  package init(_ description: String) { self.description = description }
}
