import RenderComposer
import RenderPerformance

/// The form of a request in a manifest: by the names of the command line's options, which manifests have had
/// from the beginning.
extension PieceRequest {
  /// The values that decide the piece, by option; files and sound aside.
  var pieceOptions: [String: String] {
    var options = [
      "temperature": "\(sampling.temperature)", "top-p": "\(sampling.topP)",
      "min-p": "\(sampling.minP)", "repetition": "\(sampling.repetition)",
      "transpose": "\(transposition)", "performance": performance.rawValue,
    ]
    options["top-k"] = sampling.topK.map { "\($0)" }
    options["best-of"] = bestOf > 1 ? "\(bestOf)" : nil
    options["tempo"] = tempo.map { "\($0)" }
    switch extent {
    case .events(let count): options["length"] = "\(count)"
    case .seconds(let seconds): options["duration"] = "\(seconds) s"
    case nil: break
    }
    options["metre"] = planning.metre
    options["key"] = planning.key
    options["style"] = planning.style
    options["form"] = planning.form
    options["ensemble"] = planning.ensemble
    options["instruments"] = planning.instruments
    switch beginning {
    case .start(let index): options["start"] = "\(index)"
    case .primer(_, let isIncluded): options["include-primer"] = isIncluded ? "yes" : nil
    case .drawn, .take: break
    }
    return options
  }

  /// The path of the take that is continued, where there is one.
  var continuedTake: String? { if case .take(let path) = beginning { path } else { nil } }

  /// The options of the piece that are not as in a new request.
  var givenOptions: [String: String] {
    let usual = PieceRequest().pieceOptions
    return pieceOptions.filter { usual[$0.key] != $0.value }
  }

  /// The options that differ from what holds without them, as words of a command line, files by their names alone: with
  /// the seed they are what a take is made of.
  var differingOptions: String {
    let usual = SoundRequest().soundOptions
    var options = givenOptions.merging(sound.soundOptions.filter { usual[$0.key] != $0.value }) {
      own, _ in own
    }
    let files = [
      "model": model, "notes": notes, "primer": primer, "continue": continuedTake,
      "plan": planning.plan, "soundfont": sound.soundFont,
    ]
    for case (let name, let path?) in files { options[name] = lastComponent(of: path) }
    return options.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
  }

  /// The primer's path, where there is one.
  var primer: String? {
    if case .primer(let path, _) = beginning { path } else { nil }
  }
}

extension SoundRequest {
  /// The values that decide the sound, by option, where they were given; the soundfont aside.
  var soundOptions: [String: String] {
    var options = ["reverb": (room ?? .room).rawValue]
    options["reverb-level"] = roomLevel.map { "\($0)" }
    switch level {
    case .loudness(let loudness): options["loudness"] = "\(loudness)"
    case .gain(let gain): options["gain"] = "\(gain)"
    case nil: break
    }
    options["limit"] = limits ? "yes" : nil
    options["bit-depth"] = sampleFormat?.rawValue
    options["sample-rate"] = sampleRate.map { "\($0)" }
    options["quality"] = quality.map { "\($0)" }
    options["date"] = date
    return options
  }
}

extension BatchRequest {
  /// The values that decide the takes, by the names of the command line's options; files aside. Where no room was asked
  /// for, the one around others than a piano is known with the model (`BatchSettings`).
  public var options: [String: String] {
    var options = piece.pieceOptions
    options["format"] = format.rawValue
    options["plot"] = plot?.rawValue
    options["score"] = score?.rawValue
    options["stems"] = stems ? "yes" : nil
    guard format != .mid else { return options }
    options.merge(piece.sound.soundOptions) { own, _ in own }
    return options
  }

  /// The paths of the files that takes are made from, by option, as they were given.
  public var places: [String: String] {
    [
      "model": piece.model, "notes": piece.notes, "primer": piece.primer,
      "continue": piece.continuedTake,
      "plan": piece.planning.plan,
      "soundfont": format == .mid ? nil : piece.sound.soundFont,
    ].compactMapValues(\.self)
  }
}
