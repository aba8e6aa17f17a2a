import ArgumentParser
import Glibc
import RenderFiles
import RenderKeras

/// The other end of `KerasWeights.read`: not for people.
struct ReadWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-weights",
    abstract: "Read Keras weights from standard input, for this program itself.",
    shouldDisplay: false)

  /// What is written is what was read or, where the exit code says so, what is wrong with it.
  func run() throws {
    // What a sound file never needs. A core would be a gigabyte of somebody's disk.
    for (resource, limit) in [
      (RLIMIT_AS, 8 << 30), (RLIMIT_CPU, 30), (RLIMIT_CORE, 0), (RLIMIT_FSIZE, 0),
    ] {
      var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
      setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    }
    alarm(60)
    let bytes = try readFile("/dev/stdin")
    switch Result(catching: { try WeightStore(reading: bytes).encoded }) {
    case .success(let encoded): try write(encoded)
    case .failure(let error):
      try write(Array("\(error)".utf8))
      throw ExitCode(Failure.Code.badData.rawValue)
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try StandardStream.output.write($0) }
  }
}
