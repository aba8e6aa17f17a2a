/// A reader of the pickle of a list of strings, and of nothing else.
///
/// Python's `pickle.load` runs whatever a file says. This reader knows the instructions by which
/// protocols 0 to 5 write strings and a list of them (Python's `Lib/pickletools.py`); all others are
/// refused by name.
struct Pickle {
  /// The strings of the list.
  let strings: [String]

  /// - Throws: `KerasError.badPickle`.
  init(_ bytes: [UInt8]) throws(KerasError) {
    var machine = Machine(bytes: bytes[...])
    strings = try machine.run()
  }

  /// The values on the pickle machine's stack. There is one list at most.
  private enum Value {
    case string(String)
    case list
    case mark
  }

  private struct Machine {
    var bytes: ArraySlice<UInt8>
    var stack: [Value] = []
    var memo: [Int: Value] = [:]
    /// The elements of the list, once there is one.
    var list: [String]?
    /// The number of strings that were read, which may stand in the list and in the memo any number of times.
    var count = 0

    mutating func run() throws(KerasError) -> [String] {
      while true {
        let code = try byte()
        switch code {
        case UInt8(ascii: "."):
          guard stack.count == 1, case .list = stack[0], let list else {
            throw .badPickle("it does not hold a list")
          }
          return list
        case 0x80: _ = try byte()  // protocol
        case 0x95: _ = try number(bytes: 8)  // frame
        case UInt8(ascii: "("): try push(.mark)
        case UInt8(ascii: "]"): try makeList()
        case UInt8(ascii: "l"):
          let elements = try toMark()
          try makeList()
          try append(elements)
        case UInt8(ascii: "a"):
          guard let element = stack.popLast() else { throw .badPickle("its stack is empty") }
          try append([element])
        case UInt8(ascii: "e"): try append(try toMark())
        default:
          if let string = try string(code) {
            count += 1
            try push(.string(string))
          } else if try !memorize(code) {
            throw .badPickle(Self.fault(of: code))
          }
        }
      }
    }

    /// Puts onto the stack. Two bytes of a file may repeat a string, so that there is a limit.
    private mutating func push(_ value: Value) throws(KerasError) {
      guard stack.count < TokenList.most else { throw .badPickle(TokenList.tooMany) }
      stack.append(value)
    }

    private mutating func makeList() throws(KerasError) {
      guard list == nil else { throw .badPickle("it holds more than one list") }
      list = []
      stack.append(.list)
    }

    private mutating func append(_ elements: some Sequence<Value>) throws(KerasError) {
      guard case .list = stack.last else { throw .badPickle("what is appended to is no list") }
      guard list?.count ?? 0 < TokenList.most else { throw .badPickle(TokenList.tooMany) }
      for element in elements {
        guard case .string(let string) = element else {
          throw .badPickle("its list holds something else than strings")
        }
        list?.append(string)
      }
    }

    private mutating func toMark() throws(KerasError) -> [Value] {
      guard let mark = stack.lastIndex(where: { if case .mark = $0 { true } else { false } }) else {
        throw .badPickle("its stack has no mark")
      }
      let elements = Array(stack[(mark + 1)...])
      stack.removeSubrange(mark...)
      return elements
    }

    /// A string instruction's string; `nil` for another instruction.
    private mutating func string(_ code: UInt8) throws(KerasError) -> String? {
      switch code {
      case UInt8(ascii: "X"), UInt8(ascii: "T"): try text(length: number(bytes: 4))
      case 0x8C, UInt8(ascii: "U"): try text(length: number(bytes: 1))
      case 0x8D: try text(length: number(bytes: 8))
      case UInt8(ascii: "V"): try unescaped(line())
      case UInt8(ascii: "S"): try unquoted(line())
      default: nil
      }
    }

    /// Puts into the memo, or takes from it; false for another instruction.
    private mutating func memorize(_ code: UInt8) throws(KerasError) -> Bool {
      switch code {
      case 0x94: try put(memo.count)
      case UInt8(ascii: "q"): try put(number(bytes: 1))
      case UInt8(ascii: "r"): try put(number(bytes: 4))
      case UInt8(ascii: "p"): try put(decimal(line()))
      case UInt8(ascii: "h"): try get(number(bytes: 1))
      case UInt8(ascii: "j"): try get(number(bytes: 4))
      case UInt8(ascii: "g"): try get(decimal(line()))
      default: return false
      }
      return true
    }

    private mutating func put(_ index: Int) throws(KerasError) {
      guard let value = stack.last else { throw .badPickle("its stack is empty") }
      memo[index] = value
      // Python remembers each string once, and the list.
      guard memo.count <= count + 1 else { throw .badPickle("its memo has more than it holds") }
    }

    private mutating func get(_ index: Int) throws(KerasError) {
      guard let value = memo[index] else { throw .badPickle("its memo has no number \(index)") }
      guard case .string = value else { throw .badPickle("it uses a list twice") }
      try push(value)
    }

    // MARK: Bytes

    private mutating func byte() throws(KerasError) -> UInt8 {
      guard let byte = bytes.popFirst() else { throw .badPickle("it ends too early") }
      return byte
    }

    /// Reads a little-endian number.
    private mutating func number(bytes count: Int) throws(KerasError) -> Int {
      var number: UInt64 = 0
      for place in 0..<count { number |= UInt64(try byte()) << (8 * UInt64(place)) }
      guard let number = Int(exactly: number) else { throw .badPickle("it ends too early") }
      return number
    }

    private mutating func text(length: Int) throws(KerasError) -> String {
      guard length <= bytes.count else { throw .badPickle("it ends too early") }
      let text = String(validating: bytes.prefix(length), as: UTF8.self)
      bytes = bytes.dropFirst(length)
      guard let text else { throw .badPickle("a string is not UTF-8") }
      return text
    }

    private mutating func line() throws(KerasError) -> String {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
        throw .badPickle("it ends too early")
      }
      let line = try text(length: end - bytes.startIndex)
      bytes = bytes.dropFirst()
      return line
    }

    private func decimal(_ line: String) throws(KerasError) -> Int {
      guard let number = Int(line), number >= 0 else { throw .badPickle("'\(line)' is no number") }
      return number
    }

    /// The string of Python's repr of it: tokens need no escapes, so none is known.
    private func unquoted(_ line: String) throws(KerasError) -> String {
      guard line.count >= 2, let quote = line.first, quote == "'" || quote == "\"",
        line.last == quote
      else { throw .badPickle("a string has no quotes") }
      return try unescaped(String(line.dropFirst().dropLast()))
    }

    private func unescaped(_ line: String) throws(KerasError) -> String {
      guard !line.contains("\\") else { throw .badPickle("a string has escapes: '\(line)'") }
      return line
    }

    /// A clause on what an instruction that is not known would do.
    private static func fault(of code: UInt8) -> String {
      let name: String? =
        switch code {
        case UInt8(ascii: "c"), 0x93: "loads code (GLOBAL)"
        case UInt8(ascii: "R"): "calls a function (REDUCE)"
        case UInt8(ascii: "b"): "builds an object (BUILD)"
        case UInt8(ascii: "i"), UInt8(ascii: "o"), 0x81, 0x92: "makes an object (INST, OBJ, NEWOBJ)"
        case 0x82...0x84: "loads an extension (EXT)"
        case UInt8(ascii: "P"), UInt8(ascii: "Q"): "asks for an object of elsewhere (PERSID)"
        case UInt8(ascii: "}"), UInt8(ascii: "d"), UInt8(ascii: "s"), UInt8(ascii: "u"):
          "holds a dictionary"
        case UInt8(ascii: ")"), UInt8(ascii: "t"), 0x85...0x87: "holds a tuple"
        case 0x8F...0x91: "holds a set"
        case UInt8(ascii: "I"), UInt8(ascii: "J"), UInt8(ascii: "K"), UInt8(ascii: "L"),
          UInt8(ascii: "M"), 0x8A, 0x8B, UInt8(ascii: "F"), UInt8(ascii: "G"), 0x88, 0x89:
          "holds numbers"
        case UInt8(ascii: "B"), UInt8(ascii: "C"), 0x8E, 0x96...0x98: "holds bytes"
        case UInt8(ascii: "N"): "holds None"
        default: nil
        }
      guard let name else { return "byte \(code) is no instruction for a list of strings" }
      return "it \(name), and is not to be trusted with more than a list of strings"
    }
  }
}
