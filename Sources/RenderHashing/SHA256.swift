import CRenderNettle

/// The SHA-256 hash of bytes that come in parts (FIPS 180-4, section 6.2).
public struct SHA256: Sendable {
  private var context = sha256_ctx()

  /// The hash of no bytes yet.
  public init() { nettle_sha256_init(&context) }

  /// The digest of bytes that are all in memory.
  public static func digest(of bytes: [UInt8]) -> SHA256.Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest()
  }

  /// Takes the bytes that come next.
  public mutating func update(_ bytes: [UInt8]) {
    nettle_sha256_update(&context, bytes.count, bytes)
  }

  /// The digest of all bytes so far.
  public func digest() -> Digest {
    // The library starts anew where it gives a digest.
    var context = context
    let bytes = [UInt8](unsafeUninitializedCapacity: Digest.count) { room, count in
      nettle_sha256_digest(&context, Digest.count, room.baseAddress)
      count = Digest.count
    }
    return Digest(bytes: bytes)
  }

  /// The 32 bytes of a hash.
  public struct Digest: Hashable, Sendable {
    static let count = Int(SHA256_DIGEST_SIZE)
    /// The bytes of the digest, 32.
    public let bytes: [UInt8]

    /// The digest in hexadecimal digits, two a byte.
    public var hexadecimal: String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
