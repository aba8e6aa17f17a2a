import RenderMIDI

extension ManifestEntry {
  /// The title of a take on the page: key, metre, tempo, the letters of its sections where they differ, and
  /// style, as far as they are known; `nil` where nothing but the tempo is.
  ///
  /// - Parameters:
  ///   - tempo: in quarters a minute.
  ///   - form: the sections with their lengths, such as `A8 A′8 B4`.
  func title(tempo: Double?, form: String?) -> String? {
    let style = [genre, composer].compactMap(\.self).joined(separator: ", ")
    guard key != nil || metre != nil || !style.isEmpty else { return nil }
    let letters = (form ?? "").split(separator: " ").map { $0.prefix { !$0.isNumber } }
    let sections = letters.prefix(8).joined() + (letters.count > 8 ? "…" : "")
    // No line begins with a point or a unit.
    return [
      key, metre, tempo.map { "\(Int($0.rounded()))\u{A0}bpm" },
      Set(letters).count > 1 ? sections : nil, style.isEmpty ? nil : style,
    ].compactMap(\.self).joined(separator: "\u{A0}· ")
  }
}

extension MIDIFile {
  /// The tempo of a take whose manifest has none: the median of the tempo over all ticks, in quarters a minute: a player's freedom leaves it as it is; `nil` where
  /// ticks count clock time, or there are none.
  var usualTempo: Double? {
    guard let end = tracks.compactMap(\.events.last?.tick).max(), end > 0 else { return nil }
    let changes = TempoMap(self).changes.filter { $0.tick < end }
    let spans = zip(changes, changes.dropFirst().map(\.tick) + [end])
      .map { (tempo: $0.quartersPerMinute, ticks: $1 - $0.tick) }
      .sorted { $0.tempo < $1.tempo }
    var ticks = 0
    for span in spans {
      ticks += span.ticks
      if 2 * ticks >= end { return span.tempo }
    }
    return nil
  }
}
