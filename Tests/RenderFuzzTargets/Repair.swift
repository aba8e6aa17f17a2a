extension FuzzTarget {
  /// The bytes with the sizes that the format has beside its contents set right, so that a change of the contents does not
  /// end at the first check.
  public func repaired(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .midi, .tokens, .score, .performance, .notation, .recipe: repairedMIDI(bytes)
    case .soundfont: repairedSoundFont(bytes)
    case .safetensors: repairedSafetensors(bytes)
    default: bytes
    }
  }
}

/// Each track reaches to the next one, or to the end.
private func repairedMIDI(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  var end = bytes.count
  for start in bytes.indices.reversed() where bytes.has("MTrk", at: start) {
    bytes.set(end - start - 8, at: start + 4, isLittleEndian: false)
    end = start
  }
  return bytes
}

/// Each chunk reaches to the next one whose name is known, each list to the next list, the file to its end.
private func repairedSoundFont(_ bytes: [UInt8]) -> [UInt8] {
  let names = [
    "ifil", "isng", "INAM", "irom", "iver", "ICRD", "IENG", "IPRD", "ICOP", "ICMT", "ISFT", "smpl",
    "sm24",
    "phdr", "pbag", "pmod", "pgen", "inst", "ibag", "imod", "igen", "shdr",
  ]
  var bytes = bytes
  var (end, endOfList) = (bytes.count, bytes.count)
  var position = bytes.count - 8
  while position >= 12 {
    if bytes.has("LIST", at: position) {
      bytes.set(endOfList - position - 8, at: position + 4)
      (end, endOfList) = (position, position)
    } else if bytes[position + 1] > 0x2F, names.contains(where: { bytes.has($0, at: position) }) {
      bytes.set(end - position - 8, at: position + 4)
      end = position
    }
    position -= 1
  }
  if bytes.count >= 8 { bytes.set(bytes.count - 8, at: 4) }
  return bytes
}

/// The header reaches to the end of its JSON, the tensors to the end of what it names.
private func repairedSafetensors(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.count > 8 else { return bytes }
  var depth = 0
  var (isInString, isEscaped) = (false, false)
  var end = bytes.count
  for index in 8..<bytes.count {
    let byte = bytes[index]
    if isInString {
      if !isEscaped, byte == UInt8(ascii: "\"") { isInString = false }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      continue
    }
    if byte == UInt8(ascii: "\"") { isInString = true }
    if byte == UInt8(ascii: "{") { depth += 1 }
    if byte == UInt8(ascii: "}") { depth -= 1 }
    if depth == 0 {
      end = index + 1
      break
    }
  }
  var bytes = bytes
  while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
  bytes.set(end - 8, at: 0)
  bytes.set(0, at: 4)
  let size = tensorBytes(of: Array(bytes[8..<end])) ?? 0
  guard size <= 1 << 16 else { return bytes }
  let data = bytes[end...].prefix(size)
  return Array(bytes[..<end]) + data + repeatElement(1, count: size - data.count)
}

extension [UInt8] {
  fileprivate func has(_ name: String, at index: Int) -> Bool {
    self[index...].starts(with: name.utf8)
  }

  /// Writes 32 bits, as far as there is room.
  fileprivate mutating func set(_ value: Int, at index: Int, isLittleEndian: Bool = true) {
    for byte in 0..<4 where index + byte < count {
      let shift = 8 * (isLittleEndian ? byte : 3 - byte)
      self[index + byte] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }
}
