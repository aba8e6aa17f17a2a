/// `1 note`, `3 notes`.
func counted(_ count: Int, _ thing: String) -> String {
  "\(count) \(thing)\(abs(count) == 1 ? "" : "s")"
}

/// The name that was probably meant by a word: the one with the fewest mistyped letters, two at most.
func nearest(to word: String, among names: [String]) -> String? {
  names.map { (name: $0, distance: editDistance(Array($0.lowercased()), Array(word.lowercased()))) }
    .filter { $0.distance <= min(2, word.count / 2) }
    .min { $0.distance < $1.distance }?.name
}

/// The letters to insert, delete, replace or swap with their neighbour to make one word of another (Damerau 1964).
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var rows = [Array(0...second.count)]
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[first.count][second.count]
}
