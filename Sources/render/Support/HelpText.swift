/// What a command's help says beyond its options: examples and exit codes, which manual pages have as sections.
enum HelpText {
  /// A command's discussion, with lines of examples and the exit codes.
  static func discussion(_ text: String, examples: String...) -> String {
    ([text, "", "EXAMPLES:"] + examples.map { "  \($0)" } + ["", exitStatus])
      .joined(separator: "\n")
  }

  private static let exitStatus = """
    EXIT STATUS:
      0    success; also if the reader of a pipe has closed it
      1    some of several files or takes failed, and the others are finished
      64   the command line is wrong
      65   an input file is damaged or of the wrong kind
      66   an input file is missing or cannot be read
      69   there is no such sound device or MIDI port
      73   an output file cannot be created
      74   reading or writing failed, because of a full disk for example
      78   the file of defaults is wrong
      130  interrupted
    """

  /// Help with the options that concern every piece before the groups of others, and examples and exit codes at its end:
  /// the parser puts the former last, and the latter, as the discussion that they are in, first.
  static func ordered(_ help: String) -> String {
    var sections: [(rank: Int, lines: [Substring])] = [(0, [])]
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      if let heading = line.prefixMatch(of: /[A-Z][A-Z -]+(?=:)/) {
        sections.append((rank(of: heading.output), []))
      }
      sections[sections.count - 1].lines.append(line)
    }
    return sections.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    .map { section in
      section.element.lines.reversed().drop(while: \.isEmpty).reversed().joined(separator: "\n")
    }
    .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func rank(of heading: Substring) -> Int {
    let groups = 4
    let known = ["OVERVIEW": 0, "USAGE": 1, "ARGUMENTS": 2, "OPTIONS": 3]
    let last = ["SUBCOMMANDS": 5, "EXAMPLES": 6, "EXIT STATUS": 7]
    return known[String(heading)] ?? last[String(heading)] ?? groups
  }
}
