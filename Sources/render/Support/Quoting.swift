/// A word quoted for a shell: sh and its kin, and fish.
func quoted(_ word: String) -> String {
  // zsh takes an equals sign that comes first for a program's name.
  let isPlain = !word.hasPrefix("=") && word.unicodeScalars.allSatisfy(isPlainInShells)
  if isPlain, !word.isEmpty { return word }
  // By scalars: a quotation mark that carries an accent is a mark to a shell all the same.
  let inside = word.unicodeScalars.map { scalar in
    // In fish a backslash is one between quotation marks, too.
    "'\\".unicodeScalars.contains(scalar) ? "'\\\(scalar)'" : String(scalar)
  }
  return "'\(inside.joined())'"
}

private func isPlainInShells(_ scalar: Unicode.Scalar) -> Bool {
  scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    || "/._-=".unicodeScalars.contains(scalar)
}
