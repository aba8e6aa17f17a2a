/// A departure of a file from the SoundFont 2.04 specification, or from what a synthesizer can take.
public struct SoundFontFault: Error, Hashable, Sendable {
  /// The ways in which a file departs from the specification.
  public enum Problem: Hashable, Sendable {
    /// The file does not begin as a RIFF file of the form `sfbk`.
    case notASoundFont
    /// The size in the header is not that of the file.
    case fileSize(declared: Int, actual: Int)
    /// Another chunk stands where this one has to be, or none.
    case missing
    /// The chunk goes on for so many bytes, of which its surroundings have fewer.
    case tooLong(size: Int, available: Int)
    /// The size is no multiple of the record's.
    case size(Int, recordSize: Int)
    /// Fewer records than there have to be, the terminal one included, or more than indices reach.
    case count(Int, allowed: ClosedRange<Int>)
    /// A chunk among the texts that the specification does not know.
    case unknownInformation
    /// A chunk of text or of the version has fewer or more bytes than allowed.
    case byteCount(Int, allowed: ClosedRange<Int>)
    /// The version of the format is neither 2 nor 3.
    case version(major: Int, minor: Int)
    /// The first index is not 0.
    case firstIndex(Int)
    /// An index is lower than the one before.
    case descending(from: Int, to: Int)
    /// The index of the terminal record is not the number of records that it closes.
    case lastIndex(Int, count: Int, of: String)
    /// A reference to a record that is not there.
    case reference(Int, count: Int, to: String)
    /// A zone other than the first of its preset or instrument names no instrument or sample.
    case secondGlobalZone
    /// A modulator acts on a generator, or on another modulator of its zone, that is not there.
    case modulatorDestination(Int)
    /// The zones of all presets times those of their instruments are more than a limit.
    case tooManyRegions(Int, limit: Int)
    /// A sample that lies outside the sample data, in frames, in bytes where it is compressed.
    case sampleRange(start: Int, end: Int, available: Int)
    /// A loop that lies outside the sample data, in frames; compressed samples are not checked.
    case loop(start: Int, end: Int, available: Int)
    /// A sample rate outside of its range, in Hz.
    case sampleRate(Int, allowed: ClosedRange<Int>)
    /// A sample is marked as compressed and its data are not Ogg.
    case notOgg
    /// The samples together are longer than the sample data by more than this factor.
    case overlappingSamples(factor: Int)
    /// So many bytes of compressed samples become more numbers than a limit.
    case expansion(Int, most: Int)
  }

  /// The chunk's four letters.
  public var chunk: String
  /// The number of the record in it, from 0.
  public var record: Int?
  /// The problem of the chunk or record.
  public var problem: Problem

  init(_ chunk: String, record: Int? = nil, _ problem: Problem) {
    self.chunk = chunk
    self.record = record
    self.problem = problem
  }
}

extension SoundFontFault: CustomStringConvertible {
  /// A clause to follow "the soundfont … cannot be used:".
  public var description: String {
    switch problem {
    case .notASoundFont:
      "it is not a SoundFont 2 file; choose an .sf2 or .sf3 file"
    case .version(let major, let minor):
      "it has version \(major).\(minor) of the format; convert it to version 2"
    case .unknownInformation:
      "its chunk \(chunk) is not known to SoundFont 2; save it anew with a soundfont editor"
    default:
      "its chunk \(chunk)\(record.map { ", record \($0)," } ?? "") \(clause); "
        + "get an undamaged copy of the file"
    }
  }

  private var clause: String {
    switch problem {
    case .notASoundFont, .version, .unknownInformation, .missing:
      "is missing or not in its place"
    case .fileSize(let declared, let actual):
      "declares a file of \(declared) bytes, which has \(actual)"
    case .tooLong(let size, let available):
      "is \(size) bytes long where \(available) are left"
    case .size(let size, let recordSize):
      "is \(size) bytes long, which is no multiple of \(recordSize)"
    case .byteCount(let count, let allowed):
      "is \(count) bytes long and must be \(allowed.lowerBound) to \(allowed.upperBound)"
    case .count(let count, let allowed):
      "has \(count) records and must have \(allowed.lowerBound) to \(allowed.upperBound)"
    case .firstIndex(let index):
      "starts at index \(index) and not at 0"
    case .descending(let from, let to):
      "goes back from index \(from) to \(to)"
    case .lastIndex(let index, let count, let kind):
      "ends at index \(index) where there are \(count) \(kind)"
    case .reference(let index, let count, let kind):
      "refers to number \(index) of \(count) \(kind)"
    case .secondGlobalZone:
      "belongs to a zone without an instrument or sample that is not the first"
    case .modulatorDestination(let destination):
      "modulates the destination \(destination), which does not exist"
    case .tooManyRegions(let count, let limit):
      "combines to \(count) zones where \(limit) are allowed"
    case .sampleRange(let start, let end, let available):
      "is a sample from \(start) to \(end) in data of length \(available)"
    case .loop(let start, let end, let available):
      "loops from \(start) to \(end) in data of length \(available)"
    case .sampleRate(let rate, let allowed):
      "has a sample rate of \(rate) and must have \(allowed.lowerBound) to \(allowed.upperBound)"
    case .notOgg:
      "is marked as compressed and its data are not Ogg Vorbis"
    case .overlappingSamples(let factor):
      "holds samples that overlap to more than \(factor) times the sample data"
    case .expansion(let bytes, let most):
      "holds \(bytes) bytes of compressed samples that become more than \(most) numbers"
    }
  }
}
