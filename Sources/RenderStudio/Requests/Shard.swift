/// One of the parts into which a batch is split, so that several machines make it.
public struct Shard: Hashable, Sendable {
  /// The number of the part, counted from 0.
  public let index: Int
  /// The number of all parts.
  public let count: Int

  /// - Returns: `nil` where there is no such part, or more parts than seeds can be.
  public init?(index: Int, count: Int) {
    guard (1...SeedList.most).contains(count), (0..<count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// The seeds of the part, every n-th: neighbours are as good as a draw, so that all parts take as long.
  func part(of seeds: [UInt64]) -> [UInt64] {
    stride(from: index, to: seeds.count, by: count).map { seeds[$0] }
  }

  /// The name of a list of the shard: `manifest.jsonl` becomes `manifest-3-of-8.jsonl`.
  func name(_ name: String, _ fileExtension: String) -> String {
    "\(name)-\(index)-of-\(count).\(fileExtension)"
  }

  /// Whether a file has such a name, by any shard.
  static func isName(_ file: String, _ name: String, _ fileExtension: String) -> Bool {
    guard file.hasPrefix("\(name)-"), file.hasSuffix(".\(fileExtension)") else { return false }
    let numbers = file.dropFirst(name.count + 1).dropLast(fileExtension.count + 1)
    guard let middle = numbers.firstRange(of: "-of-") else { return false }
    return Shard("\(numbers[..<middle.lowerBound])/\(numbers[middle.upperBound...])") != nil
  }
}

/// Written as `3/8`: number 3, counted from 0, of 8.
extension Shard: LosslessStringConvertible, Codable {
  /// A shard as it is written, `3/8`; `nil` for what is none.
  public init?(_ description: String) {
    let numbers = description.split(separator: "/", omittingEmptySubsequences: false).map {
      Int($0)
    }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else { return nil }
    self.init(index: index, count: count)
  }

  public var description: String { "\(index)/\(count)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let shard = Shard(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a shard is written as 3/8")
    }
    self = shard
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
