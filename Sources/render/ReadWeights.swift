import ArgumentParser
import Files
import Glibc
import Keras

/// The other end of `KerasWeights.read`: not for people.
struct ReadWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-weights", abstract: "Read a file of Keras weights, for this program itself.",
    shouldDisplay: false)

  @Argument var file: String

  /// A file that is larger holds no network of the tutorial's kind.
  private static let largestFile = 1 << 30

  func run() throws {
    // What a sound file never needs. A core would be a gigabyte of somebody's disk.
    for (resource, limit) in [
      (RLIMIT_AS, 8 << 30), (RLIMIT_CPU, 30), (RLIMIT_CORE, 0), (RLIMIT_FSIZE, 0),
    ] {
      var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
      setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    }
    let bytes = try readFile(file, first: Self.largestFile + 1)
    guard bytes.count <= Self.largestFile else {
      throw Failure(KerasError.badFile("it is larger than a gibibyte"), file: file)
    }
    let encoded = try naming(file) { try WeightStore(reading: bytes).encoded }
    try encoded.withUnsafeBytes { try StandardOutput().write($0) }
  }
}
