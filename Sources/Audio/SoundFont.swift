import Glibc

/// What a SoundFont 2 file holds.
public struct SoundFont: Hashable, Sendable {
  public var path: String

  public init(path: String) throws(AudioError) {
    if access(path, R_OK) != 0 { throw .missingSoundFont(path: path) }
    self.path = path
  }
}

public struct SoundFontFault: Hashable, Sendable, CustomStringConvertible {
  public var description: String { "" }
}
