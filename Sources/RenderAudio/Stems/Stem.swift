/// A part of a MIDI file that gets an audio file of its own, beside the mix of all parts.
public struct Stem: Hashable, Sendable {
  /// A track of the MIDI file and a channel in it.
  public struct Place: Hashable, Sendable {
    /// The track, counted from 0.
    public var track: Int
    /// The channel, 0...15.
    public var channel: UInt8

    /// A place in a file.
    public init(track: Int, channel: UInt8) {
      self.track = track
      self.channel = channel
    }
  }

  /// The name of the part, which goes into the title of its file.
  public var name: String
  /// The name of its file in a folder, whose extension names the format.
  public var file: String
  /// The places of its notes. Everything else in the file is for all parts.
  public var places: Set<Place>

  /// A part with its file.
  public init(name: String, file: String, places: Set<Place>) {
    self.name = name
    self.file = file
    self.places = places
  }
}

/// The result of rendering a stem.
public struct StemReport: Hashable, Sendable {
  /// The part.
  public var stem: Stem
  /// The largest absolute sample before it was stored: 1 is full scale.
  public var peak: Float
  /// Whether samples were cut off at full scale, so that the stems do not add up to the mix there.
  public var isClipped: Bool
}
