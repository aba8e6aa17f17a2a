/// The tag that begins an MP3 file (ID3v2.4, id3.org 2000): texts in UTF-8.
struct ID3Tag {
  private var frames: [UInt8] = []

  init(_ tags: AudioTags) {
    let utf8: UInt8 = 3
    let texts = [("TIT2", tags.title), ("TSSE", tags.software), ("TDRC", tags.date)]
    for case (let name, let text?) in texts { append(name, [utf8] + text.utf8) }
    if let comment = tags.comment {
      // Its language, which is not known, and a description, which is empty.
      append("COMM", [utf8] + Array("XXX".utf8) + [0] + comment.utf8)
    }
  }

  /// The bytes of the tag; none without texts.
  var bytes: [UInt8] {
    guard !frames.isEmpty else { return [] }
    let version: [UInt8] = [4, 0]
    let flags: UInt8 = 0
    return Array("ID3".utf8) + version + [flags] + Self.synchsafe(frames.count) + frames
  }

  private mutating func append(_ name: String, _ body: [UInt8]) {
    frames += Array(name.utf8) + Self.synchsafe(body.count) + [0, 0] + body
  }

  /// A size with seven bits a byte, so that it never looks like the beginning of MPEG audio.
  private static func synchsafe(_ size: Int) -> [UInt8] {
    stride(from: 21, through: 0, by: -7).map { UInt8(size >> $0 & 0x7F) }
  }
}
