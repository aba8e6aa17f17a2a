import Testing

@testable import RenderHashing

struct SHA256Tests {
  /// The standard's examples (FIPS 180-2, appendix B), the empty message, and lengths around a block
  /// as Python's `hashlib` has them.
  static let examples: [(message: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
    (
      (0..<63).map { $0 }, "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"
    ),
    (
      (0..<64).map { $0 }, "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"
    ),
    (
      (0..<65).map { $0 }, "4bfd2c8b6f1eec7a2afeb48b934ee4b2694182027e6d0fc075074f2fabb31781"
    ),
  ]

  @Test("SHA-256 is the standard's", arguments: SHA256Tests.examples.indices)
  func standard(index: Int) {
    let (message, digest) = Self.examples[index]
    #expect(SHA256.digest(of: message).hexadecimal == digest)
  }

  @Test(
    "is the same whatever the parts are, and goes on after a digest", arguments: [1, 7, 64, 300])
  func parts(length: Int) {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var hash = SHA256()
    for start in stride(from: 0, to: message.count, by: length) {
      let end = min(start + length, message.count)
      hash.update(Array(message[start..<end]))
      #expect(hash.digest() == SHA256.digest(of: Array(message[..<end])))
    }
  }
}
