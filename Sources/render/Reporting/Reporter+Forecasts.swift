import RenderFiles
import RenderStudio

/// What is said of work that is not done: the answer itself, so it goes to standard output.
extension Reporter {
  func show(_ forecast: BatchForecast) throws {
    guard !wantsJSON else { return try report(forecast) }
    let there = forecast.requested - forecast.missing.count
    var lines = [
      "takes      \(forecast.missing.count) to make, \(there) there already",
      "folder     \(forecast.folder)",
    ]
    if !forecast.missing.isEmpty {
      lines.insert("seeds      \(seedList(forecast.missing))", at: 1)
    }
    for (option, path) in forecast.files.sorted(by: { $0.key < $1.key }) {
      lines.append("\(padded(option))\(path)")
    }
    let options = forecast.options.sorted { $0.key < $1.key }.map { "\($0) \($1)" }
    lines.append("options    \(options.joined(separator: ", "))")
    if !forecast.missing.isEmpty {
      lines.append(
        "space      "
          + (forecast.bytes.map { "about \(bytes($0)), as much a take as those that are there" }
            ?? "not known before the first take"))
      if let seconds = forecast.seconds { lines.append("time       about \(duration(seconds))") }
    }
    try answer(lines)
  }

  func show(_ forecast: TrainingForecast) throws {
    guard !wantsJSON else { return try report(forecast) }
    let options = forecast.options
    let steps =
      forecast.steps.map { "\($0)" }
      ?? "known after a few timed ones, of \(decimal(forecast.minutes ?? 0, 1)) minutes"
    try answer([
      "pieces     \(forecast.pieces) with \(forecast.events) events to learn from, \(forecast.validationEvents) events held out",
      "tokens     \(forecast.vocabulary) different ones",
      "network    \(forecast.layers.joined(separator: ", "))",
      "steps      \(steps)\(forecast.stepsDone > 0 ? ", \(forecast.stepsDone) of them done" : "")",
      "a step     \(options.batchSize) sequences of \(options.sequenceLength), \(forecast.tokensPerStep) tokens at most",
      "precision  \(options.precision.rawValue), \(options.threads) threads, seed \(options.seed)",
    ])
  }

  private func answer(_ lines: [String]) throws {
    clearProgress()
    guard !isQuiet else { return }
    for line in lines { try StandardStream.output.writeLine(line) }
  }

  private func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(1, 11 - name.count))
  }
}

/// Seeds as `--seeds` takes them, the first few runs of them: `1-3,7`.
private func seedList(_ seeds: [UInt64]) -> String {
  var runs: [ClosedRange<UInt64>] = []
  for seed in seeds {
    if let last = runs.last, last.upperBound < .max, seed == last.upperBound + 1 {
      runs[runs.count - 1] = last.lowerBound...seed
    } else if runs.count < 20 {
      runs.append(seed...seed)
    } else {
      return list(runs) + ", and more"
    }
  }
  return list(runs)
}

private func list(_ runs: [ClosedRange<UInt64>]) -> String {
  runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    .joined(separator: ",")
}

/// Bytes as a person says them.
private func bytes(_ count: Int) -> String {
  let (units, count) = (["kB", "MB", "GB", "TB"], Double(count) / 1000)
  let power = count < 1 ? 0 : min(units.count - 1, Int(String(Int(count)).count - 1) / 3)
  let scaled = count / [1, 1e3, 1e6, 1e9][power]
  return "\(decimal(scaled, scaled < 10 ? 1 : 0)) \(units[power])"
}
