import Glibc

/// A library that stands in for ALSA's and records its calls, since few machines that run tests have a sound device
/// and a sequencer. It is compiled from `alsa-substitute.c`.
///
/// The name of a device or port is the path of the record; `none` does not exist, and a name that begins with
/// `underrun:` has underruns.
public enum ALSASubstitute {
  private static let folder = TemporaryFolder()

  /// The path of the library; `nil` where there is no C compiler.
  public static let path: String? = {
    let source = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let path = folder.path("alsa-substitute.so")
    let command = "cc -shared -fPIC -o '\(path)' '/\(source)/alsa-substitute.c' 2>/dev/null"
    return system(command) == 0 ? path : nil
  }()

  /// A call that was recorded.
  public struct Call {
    /// The time of the monotonic clock, in seconds.
    public var seconds: Double
    /// The function and its values.
    public var words: [String]

    public var text: String { words.joined(separator: " ") }
  }

  /// The calls of a record.
  public static func calls(_ record: [UInt8]) -> [Call] {
    String(decoding: record, as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let time = words.first.flatMap(Int.init) else { return nil }
      return Call(seconds: Double(time) / 1e9, words: Array(words.dropFirst()))
    }
  }
}
