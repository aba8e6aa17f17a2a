extension StandardStream {
  /// Writes a line in one piece. It is text, whatever is in it: names and contents of files cannot
  /// steer the terminal.
  package func writeLine(_ line: String) throws(FileError) { try write(line.printable + "\n") }

  /// Writes text as it is.
  package func write(_ text: String) throws(FileError) {
    try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(FileError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
  }
}

extension String {
  /// On one line, and without characters that a terminal obeys: those are seen as `\u{1B}`.
  ///
  /// For all that comes from outside: file names, what files hold, what another program says.
  package var printable: String { escapingControls { "\\u{\($0)}" } }

  /// Whether nothing in it steers a terminal, ends a line or turns the direction of writing.
  package var isPrintable: Bool { !unicodeScalars.contains(where: \.isControl) }

  /// The same as `printable` for each of several lines.
  package var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
      .joined(separator: "\n")
  }

  /// The same for the text of a JSON value, which stays that of the same value.
  package var printableJSON: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        String(line).escapingControls { "\\u" + String(repeating: "0", count: 4 - $0.count) + $0 }
      }.joined(separator: "\n")
  }

  /// - Parameter escape: of the number of a character in hexadecimal digits.
  private func escapingControls(_ escape: (String) -> String) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isControl {
        text += escape(String(scalar.value, radix: 16, uppercase: true))
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether it moves the cursor, begins an order, ends a line or turns the direction of writing,
  /// rather than being seen.
  fileprivate var isControl: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isBidiControl
    }
  }
}
