/// A type that is named like types of others.
public struct Folder {
  public var name: String

  public init(_ name: String) { self.name = name }
}
