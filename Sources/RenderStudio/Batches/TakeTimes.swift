import FoundationEssentials
import RenderSystem

/// The times and the machine at which a take was made, or failed.
struct TakeTimes: Codable {
  var seed: UInt64
  /// The time at which its first note was asked for; several pieces are composed at once.
  var started: Date
  /// The time at which its files were complete.
  var finished: Date
  /// The time from the whole piece to its files, in seconds.
  var rendering: Double
  var host = TakeTimes.hostName
  /// The reason why there is no take.
  var error: String?

  /// The times as a line of JSON.
  func line() throws -> Data {
    let encoder = JSONEncoder.ofFacts([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(self)
  }

  /// The times of such a line.
  static func of(line: some Sequence<UInt8>) throws -> TakeTimes {
    let decoder = JSONDecoder.ofFacts
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(TakeTimes.self, from: Data(line))
  }

  private static let hostName: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()
}
