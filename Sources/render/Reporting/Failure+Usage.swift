extension Failure {
  /// A wrong command line: what the parser says of it in several lines, as one sentence.
  init(usage account: String, of line: CommandWords) {
    let lines = account.split(separator: "\n")
    let end =
      lines.firstIndex { line in
        ["Help: ", "Usage: ", "OVERVIEW: "].contains(where: line.hasPrefix)
      }
      ?? lines.endIndex
    let values = lines[..<end].filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    let fault = lines[..<end].filter { !$0.hasPrefix("  - ") }.map(\.trimmed).joined(separator: " ")
    var sentence = Self.inSentence(fault.hasPrefix("Error: ") ? String(fault.dropFirst(7)) : fault)
    for (stop, pause) in [
      (". Did you mean", "; did you mean"),
      (". Please provide one of the following:", "; use one of "),
      (". Please provide", "; use"), (". Please use", "; use"),
    ] {
      sentence = sentence.replacing(stop, with: pause)
    }
    sentence += values.joined(separator: ", ")
    if line.words.isEmpty {
      sentence = "give --out a file, for example `render --out piece.wav`; \(Self.help(lines))"
    }
    let isMissing = sentence.hasPrefix("missing")
    if isMissing || sentence.hasPrefix("unknown option"), let unknown = line.unknownOption {
      self.init(.usage, unknown.hasSuffix("?") ? unknown : "\(unknown); \(Self.help(lines))")
      return
    }
    // What the option is; an option that says what is wrong with its value has said enough.
    if end < lines.endIndex, lines[end].hasPrefix("Help: "), !sentence.contains("': "),
      !sentence.contains("; use"), let about = lines[end].firstRange(of: ">  ")
    {
      let first = lines[end][about.upperBound...].split(separator: ". ", maxSplits: 1)[0]
      sentence += ": \(Self.inSentence(String(first)))"
    }
    if isMissing || ["unexpected", "unknown"].contains(where: sentence.hasPrefix),
      !sentence.hasSuffix("?")
    {
      sentence += "; \(Self.help(lines))"
    }
    self.init(.usage, sentence)
  }

  /// Where to read on, after the parser's `See 'render batch --help' for more information.`
  private static func help(_ lines: [Substring]) -> String {
    let command =
      lines.last.flatMap { $0.firstMatch(of: /See '(render.*) --help'/) }.map {
        String($0.output.1)
      }
      ?? "render"
    return "see `\(command) --help`"
  }

  /// Words as a part of a sentence: without capital and period.
  private static func inSentence(_ text: String) -> String {
    let isWord = text.dropFirst().first.map { !$0.isUppercase } ?? true
    let text = text.hasSuffix(".") ? String(text.dropLast()) : text
    return isWord ? text.prefix(1).lowercased() + text.dropFirst() : text
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
