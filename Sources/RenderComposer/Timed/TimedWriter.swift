import RenderMusic

/// A listener to timed tokens that knows what a network hears beside each.
protocol TimedListening: Sendable {
  /// The grammar after the last token.
  var grammar: TimedGrammar { get }
  /// The number of events that have begun.
  var events: Int { get }
  /// The key of the piece so far; `nil` before its first note.
  var musicalKey: MusicalKey? { get }
  /// The bars, where they are known.
  var bars: BarGrid? { get }
  /// What a memory of the piece knows beside its tokens.
  var setting: PieceSetting { get }
  /// Whether the network hears what the present bar returns to, as the plan says.
  var looksBack: Bool { get }
  /// The mean key that the plan has for the present bar; `nil` where it says none.
  var plannedRegister: Double? { get }
  /// The parts that the plan has for the bar of a unit; `nil` where it says nothing of them.
  func players(at unit: Int) -> [Int]?
  /// Hears a token.
  mutating func hear(_ token: Int32) -> TimedGrammar.Reading
  /// Lets a note of a part follow only where its instrument has room for it.
  mutating func confine(part: Int, to compass: Compass)
  /// The features after the last token.
  func features(remaining: Int?) -> [Int32]
}

/// A writer of timed tokens. Where a length was asked for, the network hears at every token how much remains,
/// and the end comes there and nowhere else.
struct TimedWriter<Listener: TimedListening>: EventWriter {
  private let extent: Extent?
  /// The unit at which the bars of a plan end that says the length; `nil` without one.
  private let planEnd: Int?
  /// The tempo asked for, in quarters a minute; the model's own without it.
  private let wantedTempo: Double?
  private var listener: Listener
  private let written: WrittenForm
  /// The keys that new notes of each part may have, before transposition, and the most at once.
  private let compasses: [Compass]
  private let closing: DecodingPolicy.Closing
  private let register: Float
  /// The lines and how strongly they are pulled; `nil` where the plan says nothing of them.
  private var lines: (pull: LinePull, strength: Float)?
  /// The shares of several parts and how strongly they are pulled; `nil` for one part.
  private var parts: (pull: PartPull, strength: Float)?
  /// The mean key of the last notes; `nil` before the first.
  private var meanKey: Double?
  /// The number of tokens of the beginning that are still to be heard, and of the events that all of it
  /// holds.
  private var heard: Int
  private let heardEvents: Int
  /// The number of tokens that are still to come before any is written.
  private var unwritten: Int
  private var modelTempo: Double?
  /// The notes of the event that is being written.
  private var chord: [Piece.Note] = []
  private(set) var origin: Int?
  private(set) var completedOnset: Int?
  /// The first onset of what is new.
  private var firstNewOnset: Int?

  init(_ listener: Listener, _ plan: PiecePlan) {
    written = plan.written
    closing = plan.closing
    // Several players have lines and registers of their own.
    let isAlone = plan.instruments.count == 1
    register = isAlone ? plan.register : 0
    if plan.lines > 0, isAlone, let traits = plan.form?.traits {
      lines = (LinePull(traits), plan.lines)
    }
    if plan.parts > 0, !isAlone { parts = (PartPull(plan.activities), plan.parts) }
    // In the key that is written; a transposition is added to what was composed.
    compasses = plan.compasses.map {
      Compass(
        keys: $0.keys.lowerBound - plan.key...$0.keys.upperBound - plan.key,
        mostNotes: $0.mostNotes)
    }
    extent = plan.extent
    planEnd =
      plan.endsWithForm
      // The grid may be too short for all bars.
      ? listener.bars.map { $0.start(ofBar: plan.form?.bars.count ?? 0) } : nil
    wantedTempo = plan.quartersPerMinute
    self.listener = listener
    heard = plan.heard.count
    unwritten = plan.unwritten
    heardEvents = plan.heard.reduce(into: listener) { _ = $0.hear($1) }.events
  }

  var quartersPerMinute: Double? { modelTempo.map { wantedTempo ?? $0 } }
  var expectsPitch: Bool { listener.grammar.expectsPitch }
  var looksBack: Bool { listener.looksBack }
  var setting: PieceSetting { listener.setting }
  var isClosing: Bool { remaining.map { $0 < closing.events } ?? false }

  var temperatureShare: Float {
    guard isClosing else { return 1 }
    if expectsPitch { return closing.pitchTemperature }
    return remaining == 0 && listener.grammar.expectsDuration ? closing.lastLengthTemperature : 1
  }

  func favor(_ logits: inout [Float]) {
    favorRegister(&logits)
    favorLines(&logits)
    favorParts(&logits)
    guard isClosing, remaining == 0, expectsPitch, chord.isEmpty,
      let tonic = listener.musicalKey?.tonic
    else { return }
    for (index, token) in vocabulary.tokens.enumerated() {
      if case .pitch(let key) = token, Int(key) % 12 == tonic { logits[index] += closing.tonicBass }
    }
  }

  /// Pulls what is new towards the planned register.
  private func favorRegister(_ logits: inout [Float]) {
    guard register > 0, expectsPitch, !looksBack, let meanKey,
      let planned = listener.plannedRegister
    else { return }
    let pull = register * Float(meanKey - planned)
    for (index, token) in vocabulary.tokens.enumerated() {
      guard case .pitch(let key) = token else { continue }
      // Beyond an octave the outermost keys would get most of it.
      logits[index] -= pull * Float(min(max(-12, Double(key) - meanKey), 12))
    }
  }

  /// Pulls the lines of what is new towards the planned ones.
  private func favorLines(_ logits: inout [Float]) {
    guard let lines, expectsPitch, !looksBack else { return }
    let lack = lines.pull.lack(at: listener.grammar.onset)
    for (index, token) in vocabulary.tokens.enumerated() {
      if case .pitch(let key) = token { logits[index] += lines.strength * Float(lack[Int(key)]) }
    }
  }

  /// Pulls the parts towards the shares that they have in music.
  private func favorParts(_ logits: inout [Float]) {
    let grammar = listener.grammar
    guard let parts, !looksBack, grammar.hasParts, !grammar.expectsPitch, !grammar.expectsDuration
    else { return }
    let lacks = parts.pull.lacks(at: grammar.onset)
    // Of parts that share a token the first one has the notes.
    for part in listener.players(at: grammar.onset) ?? Array(lacks.indices)
    where lacks.indices.contains(part) && grammar.seats.seat(ofPart: part) == part {
      let token = Int(grammar.token(ofPart: part))
      if token >= 0 { logits[token] += parts.strength * Float(lacks[part]) }
    }
  }

  /// The number of notes over which the mean key forgets.
  private static var memoryOfKeys: Double { 32 }

  var hasEnded: Bool { listener.grammar.hasEnded }
  var features: [Int32] { listener.features(remaining: remaining) }

  private var vocabulary: TimedVocabulary { listener.grammar.vocabulary }

  /// The number of events that are still to begin; `nil` where no length was asked for.
  private var remaining: Int? {
    switch extent {
    case nil: return planEnd.map { remaining(until: $0) }
    case .events(let count): return max(0, heardEvents + count - listener.events)
    case .seconds(let wanted):
      let count = max(0, listener.events - heardEvents)
      let units = firstNewOnset.map { listener.grammar.onset - $0 } ?? 0
      let seconds =
        Double(units) / Double(Piece.unitsPerQuarter) * 60 / (quartersPerMinute ?? 120)
      guard seconds < wanted else { return 0 }
      // The piece's own pace, and three events a second as long as it has none.
      let pace = (Double(count) + 9) / (seconds + 3)
      return Int(min(((wanted - seconds) * pace).rounded(.up), 1e6))
    }
  }

  /// The number of events that are still to begin before a unit, at the piece's own pace: one at least, until its
  /// last bar has begun.
  private func remaining(until end: Int) -> Int {
    let onset = listener.grammar.onset
    let pace = (Double(listener.events) + 8) / (Double(onset) + 4 * Double(Piece.unitsPerQuarter))
    return max(isInLastBar ? 0 : 1, Int(Double(end - 1 - onset) * pace))
  }

  /// Whether the present onset is in the last bar of the plan that says the length.
  private var isInLastBar: Bool {
    guard let planEnd, let bars = listener.bars else { return false }
    return bars.bar(at: listener.grammar.onset) + 1 >= bars.bar(at: planEnd)
  }

  func writeAllowed(to mask: inout [Bool]) {
    listener.grammar.writeAllowed(to: &mask)
    guard heard == 0 else { return }
    keepPlayers(in: &mask)
    if listener.events == 0, let bars = listener.bars { keepFirstBar(bars, in: &mask) }
    let allowed = mask
    let mustEnd = extent != nil && remaining == 0
    let mayEnd = extent == nil ? planEnd == nil || isInLastBar : mustEnd
    let grammar = listener.grammar
    func isBeyondPlan(_ onset: Int) -> Bool { planEnd.map { onset >= $0 } ?? false }
    // Where those who play all hold their notes, others would have to come in.
    func isPlayable(_ onset: Int) -> Bool {
      guard grammar.hasParts, let players = listener.players(at: onset) else { return true }
      return players.contains { grammar.hasRoom(inPart: grammar.seats.seat(ofPart: $0), at: onset) }
    }
    for (index, token) in vocabulary.tokens.enumerated() where mask[index] {
      switch token {
      // A piece keeps its tempo: the performance shapes it.
      case .tempo: mask[index] = modelTempo == nil
      case .end: mask[index] = mayEnd && listener.events > heardEvents
      // After a primer the first event is a new one.
      case .shift(0): mask[index] = listener.events == 0 || listener.events > heardEvents
      case .shift(let units):
        let onset = grammar.onset + grammar.units + units
        mask[index] = !mustEnd && !isBeyondPlan(onset) && isPlayable(onset)
      case .longShift: mask[index] = !mustEnd && !isBeyondPlan(grammar.onsetAfterLongShift)
      case .start, .part, .pitch, .duration, .longDuration: break
      }
    }
    if modelTempo == nil, let wantedTempo {
      let nearest = Int(vocabulary.nearestTempo(to: wantedTempo))
      if mask[nearest] {
        for index in mask.indices { mask[index] = index == nearest }
      }
    }
    guard !mask.contains(true) else { return }
    // At the end of the grid there is no later onset, nor in a plan while every key is held beyond its end.
    mask = allowed
    guard planEnd != nil else { return }
    // Then the piece ends; an opening that fills the plan gets one event more.
    let hasNewEvent = listener.events > heardEvents
    let kept = vocabulary.tokens.enumerated().map { index, token in
      allowed[index] && token != .shift(0) && hasNewEvent == (token == .end)
    }
    if kept.contains(true) { mask = kept }
  }

  /// Lets only those play whom the plan has for the bar, as long as one of them can.
  private func keepPlayers(in mask: inout [Bool]) {
    guard listener.grammar.hasParts,
      let players = listener.players(at: listener.grammar.onset)
    else { return }
    let tokens = Set(
      players.map { listener.grammar.token(ofPart: listener.grammar.seats.seat(ofPart: $0)) })
    var kept = mask
    var hasPlayer = false
    for (index, token) in vocabulary.tokens.enumerated() where mask[index] {
      guard case .part = token else { continue }
      kept[index] = tokens.contains(Int32(index))
      hasPlayer = hasPlayer || kept[index]
    }
    if hasPlayer || !listener.grammar.expectsPart { mask = kept }
  }

  /// Lets the first note stand nowhere but in the first bar.
  private func keepFirstBar(_ bars: BarGrid, in mask: inout [Bool]) {
    let room = bars.length(ofBar: 0) - listener.grammar.onset - listener.grammar.units
    for (index, token) in vocabulary.tokens.enumerated() where mask[index] {
      switch token {
      case .shift(let units): mask[index] = units < room
      // A shift of one unit at least comes after it.
      case .longShift: mask[index] = TimedToken.longUnits + 1 < room
      case .start, .end, .tempo, .part, .pitch, .duration, .longDuration: break
      }
    }
  }

  func isBeyondCompass(_ token: Int32) -> Bool {
    guard case .pitch(let key) = vocabulary.tokens[Int(token)] else { return false }
    return !compasses[listener.grammar.part].keys.contains(Int(key))
  }

  mutating func read(_ token: Int32) -> ComposedEvent? {
    let isHeard = heard > 0
    heard -= isHeard ? 1 : 0
    completedOnset = nil
    let isWritten = unwritten == 0
    unwritten -= isWritten ? 0 : 1
    let events = listener.events
    let reading = listener.hear(token)
    if isHeard, heard == 0 {
      for (part, compass) in compasses.enumerated() { listener.confine(part: part, to: compass) }
    }
    switch reading {
    case .note(let note):
      // The first note is a bass as a rule, and no mean.
      let mean = meanKey ?? listener.plannedRegister ?? Double(note.key)
      meanKey = mean + (Double(note.key) - mean) / Self.memoryOfKeys
      lines?.pull.append(note)
      parts?.pull.append(note)
      if !isHeard { firstNewOnset = firstNewOnset ?? note.onset }
      completedOnset = note.onset
      if isWritten {
        chord.append(note)
        origin = origin ?? origin(of: note)
      }
    case .tempo(let tempo): modelTempo = tempo.quartersPerMinute
    case .end: return finishEvent()
    case .incomplete, .refused: break
    }
    return listener.events > events ? finishEvent() : nil
  }

  /// The unit from which on is written where a note is the first one.
  private func origin(of note: Piece.Note) -> Int {
    // Where bars are known, the first one is written from its beginning.
    listener.bars.map { $0.starts[$0.bar(at: note.onset)] } ?? note.onset
  }

  private mutating func finishEvent() -> ComposedEvent? {
    guard let origin, !chord.isEmpty else { return nil }
    var notes: [Piece.Note] = []
    for note in chord {
      let key = written.key(note.key)
      // Two keys may have become one at the edge of the keyboard.
      guard !notes.contains(where: { $0.key == key && $0.part == note.part }) else { continue }
      notes.append(
        Piece.Note(
          onset: note.onset - origin, duration: note.duration, key: key, part: note.part))
    }
    let event = ComposedEvent(
      name: notes.map { TimedToken.pitch(key: $0.key).description }.joined(separator: " "),
      notes: notes)
    chord = []
    return event
  }
}
