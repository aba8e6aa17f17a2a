import FoundationEssentials
import Glibc

/// When and where a take was made, or was not.
struct TakeTimes: Codable {
  var seed: UInt64
  /// When its first note was asked for; several pieces are composed at once.
  var started: Date
  /// When its files were there.
  var finished: Date
  /// Seconds from the whole piece to its files.
  var rendering: Double
  var host = TakeTimes.hostName
  /// Why there is no take.
  var error: String?

  /// In JSON.
  func line() throws -> Data {
    let encoder = JSONEncoder.ofFacts([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(self)
  }

  private static let hostName: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()
}
