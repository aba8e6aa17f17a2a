import RenderComposer
import RenderFiles
import RenderMIDI
import RenderStudio

/// What is said while takes are made.
extension Reporter {
  func show(_ event: ModelReader.Event) {
    switch event {
    case .supposed(let path, let supposition): say("\(path): \(supposition.sentence)")
    case .network(let path, let architecture):
      say("\(path): \(architecture.layers.map(\.summary).joined(separator: ", "))")
    }
  }

  func show(_ event: Studio.Event) {
    switch event {
    case .imported(let event): show(event)
    case .repetitionWithoutMemory(let path):
      say("\(path): the model has no memory, so --repetition changes nothing")
    case .damaged(let path, let damages): show(damages, of: path)
    case .primer(let path, let notice): say("\(path): \(notice)")
    }
  }

  func show(_ event: FilePlayer.Event) {
    switch event {
    case .damaged(let path, let damages): show(damages, of: path)
    case .played(let path, let seconds, let all):
      progress("rendering", all > 0 ? seconds / all : nil, "\(duration(seconds)) of \(path)")
    }
  }

  func show(_ damages: [MIDIDamage], of path: String) {
    let more = damages.count > 1 ? ", and \(damages.count - 1) more" : ""
    say("\(path) is damaged and read as far as possible: \(damages[0])\(more)")
  }

  func show(_ event: TakeEvent) {
    switch event {
    case .composed(let events, let share): progress("composing", share, counted(events, "event"))
    case .composedCandidates(let done, let all):
      progress("composing", Double(done) / Double(all), "\(done) of \(all) pieces")
    }
  }

  func show(_ take: Take, replacing former: FormerMIDI.Replacement?) {
    for notice in [former?.notice, take.keyboardNotice].compactMap(\.self)
      + (take.sound?.notices ?? [])
    {
      say(notice)
    }
    let files = [take.sound?.file, take.midi, take.plot, take.score].compactMap(\.self)
      .joined(separator: " and ")
    say(
      "\(streams ? "wrote the piece" : files): seed \(take.choice?.seed ?? take.seed)\(take.choice?.remark ?? ""), "
        + "\(counted(take.events, "event")), "
        + "\(counted(take.notes, "note"))\(take.sound.map { ", \($0.summary)" } ?? "")")
  }

  func show(_ event: Batch.Event) {
    switch event {
    case .loading(let event): show(event)
    case .found(let found, let all):
      say("\(found) of \(counted(all, "take")) \(found == 1 ? "is" : "are") there already")
    case .composing(let share, let total):
      progress("composing", share, "the first of \(counted(total, "take"))")
    case .finished(let entry, let take, let batch):
      if let notice = take.keyboardNotice { say("\(stem(of: entry.midi.name)): \(notice)") }
      say(
        "\(batch.done + batch.failed)/\(batch.total) \((entry.audio ?? entry.midi).name): "
          + "\(counted(entry.events, "event"))\(entry.seconds.map { ", \(duration($0))" } ?? "")"
          + (entry.stems.map { ", \(counted($0.count, "stem"))" } ?? ""))
      show(batch)
    case .failed(let failure, let batch):
      warn("seed \(failure.seed) failed: \(Failure(failure.error).message)")
      show(batch)
    case .pageFailed(let error):
      clearProgress()
      warn(Failure(error).message)
    }
  }

  private func show(_ batch: Batch.Progress) {
    let finished = batch.done + batch.failed
    progress(
      "making takes", Double(finished) / Double(max(1, batch.total)),
      "\(batch.done) of \(batch.total)" + (batch.failed > 0 ? ", \(batch.failed) failed" : "")
        + ", \(decimal(batch.takesPerMinute)) a minute", secondsLeft: batch.secondsLeft)
  }

  func show(_ gallery: Gallery) {
    if !gallery.gone.isEmpty {
      warn(
        "\(gallery.gone.count) of \(counted(gallery.takes + gallery.gone.count, "take")) "
          + "\(gallery.gone.count == 1 ? "is" : "are") left out, since files are gone or changed; the batch makes "
          + "what is missing")
    }
    say("\(gallery.page): \(counted(gallery.takes, "take")) to listen to")
  }
}

extension Take {
  /// What is said where a piano cannot play all of it.
  fileprivate var keyboardNotice: String? {
    guard notesOffKeyboard > 0 else { return nil }
    return
      "\(notesOffKeyboard) of \(counted(notes, "note")) \(notesOffKeyboard == 1 ? "is" : "are") off a piano's keyboard, "
      + "which goes from A0 to C8"
      + (transposition == 0 ? "" : ", with --transpose=\(transposition)")
  }
}

extension FormerMIDI.Replacement {
  fileprivate var notice: String {
    switch self {
    case .ofTakes(let path, let audio):
      "\(path), the MIDI file beside \(audio.joined(separator: " and ")), was replaced"
    case .other(let path): "\(path), which was there before, was replaced"
    }
  }
}

extension SoundReport {
  /// `2 min 6 s, -18.0 LUFS, true peak -3.2 dBTP`, and how many stems there are.
  var summary: String {
    let level =
      loudness.isFinite
      ? "\(decimal(loudness)) LUFS, true peak \(decimal(truePeak)) dBTP"
      : "too short for a loudness"
    return "\(duration(seconds)), \(level)" + (stemSummary.map { ", \($0)" } ?? "")
  }

  /// `3 stems in piece.stems`.
  private var stemSummary: String? {
    stems.map { stems in
      counted(stems.count, "stem") + (stems.first.map { " in \(parent(of: $0.file))" } ?? "")
    }
  }

  /// What a listener should know beside that, a sentence each.
  var notices: [String] {
    var notices = remarks
    if isBoundByCeiling, limiting != nil {
      notices.append("the piece is softer than asked for: the limiter cannot make it louder")
    } else if isBoundByCeiling {
      notices.append(
        "the piece is softer than asked for, since its true peak would exceed the ceiling; "
          + "--limit lets a limiter take off the peaks")
    }
    if let limiting, limiting < -0.05 {
      notices.append("the limiter took away up to \(decimal(-limiting)) dB")
    }
    let clipped = (stems ?? []).filter(\.isClipped).map(\.file)
    if !clipped.isEmpty {
      notices.append(
        "\(clipped.joined(separator: " and ")) would exceed full scale and \(clipped.count == 1 ? "is" : "are") "
          + "cut off there; --bit-depth float keeps all of it")
    }
    if tailWasCut { notices.append("the sound would not end and was faded out") }
    if omittedLeadIn > 0 {
      notices.append("\(duration(omittedLeadIn)) of silence before the first note was left out")
    }
    if silentNotes > 0 {
      notices.append(
        "\(silentNotes) of \(counted(notes, "note")) \(silentNotes == 1 ? "is" : "are") for instruments that the soundfont lacks"
      )
    }
    return notices
  }
}

extension SoundFontChoice {
  /// Why a file is played with what it is; `nil` where the user has chosen.
  var notice: String? {
    switch self {
    case .requested: nil
    case .piano: "played with the grand piano"
    case .ensembles: "played with the instruments of the ensembles"
    case .pianoInsteadOf(let instruments):
      "the file asks for \(instruments.names) and no General MIDI soundfont is installed that has it: "
        + "all of it is played with the grand piano; install one (Debian's fluid-soundfont-gm) or give "
        + "one with --soundfont"
    case .installed(let path, let instruments):
      "the file asks for \(instruments.names): played with \(path)"
    }
  }
}

extension SoundFontChoice.Instruments {
  fileprivate var names: String {
    let others =
      programs.isEmpty
      ? []
      : [
        "program\(programs.count > 1 ? "s" : "") "
          + programs.map(String.init).joined(separator: ", ")
      ]
    return ((hasDrums ? ["drums"] : []) + others).joined(separator: " and ")
  }
}

extension Choice {
  /// How the piece was chosen, after its seed.
  fileprivate var remark: String {
    " (the most real of \(candidates): \(decimal(realness, 2)) of 1)"
  }
}
