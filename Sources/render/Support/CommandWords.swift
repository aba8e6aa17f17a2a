import ArgumentParser
import RenderAudio
import RenderStudio

/// The words of a command line, before the parser sees them.
struct CommandWords {
  /// The words, in which negative numbers belong to the option before them: the parser would take them for options.
  let words: [String]

  init(_ arguments: some Sequence<String>) {
    words = arguments.reduce(into: []) { joined, word in
      if word.hasPrefix("-"), word.dropFirst().first.map({ $0.isNumber || $0 == "." }) == true,
        let option = joined.last, option.hasPrefix("--"), option.count > 2, !option.contains("=")
      {
        joined[joined.count - 1] = "\(option)=\(word)"
      } else {
        joined.append(word)
      }
    }
  }

  /// Refuses an unknown command, also after `help`: the default one takes no words, and would only ask for the options
  /// that it misses.
  func checkCommand() throws(Failure) {
    let isHelp = words.first == "help"
    var command: any ParsableCommand.Type = Render.self
    for word in isHelp ? words.dropFirst() : words.prefix(1) where !word.hasPrefix("-") {
      guard !command.configuration.subcommands.isEmpty, word != "help" else { return }
      guard let next = command.subcommand(word) else {
        throw Failure(.usage, "there is no command '\(word)'; \(command.remedy(forCommand: word))")
      }
      command = next
    }
  }

  /// The command that the words name, or the default one.
  private var command: any ParsableCommand.Type {
    var command: any ParsableCommand.Type = Render.self
    for word in words {
      guard let next = command.subcommand(word) else { break }
      command = next
    }
    return command == Render.self ? Compose.self : command
  }

  /// What is said of the first option that the command does not have; `nil` where it has all.
  var unknownOption: String? {
    let known = command.options
    for word in words.prefix(while: { $0 != "--" }) {
      let option = String(word.prefix { $0 != "=" })
      if option.hasPrefix("--"), !known.contains(option) {
        return "unknown option '\(option)'"
          + (nearest(to: option, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? "")
      }
      if option.hasPrefix("-"), option.count > 2, known.contains("-\(option)") {
        return "unknown option '\(option)'; did you mean '-\(option)'?"
      }
      if option.hasPrefix("-"), option.count == 2, !known.contains(option) {
        return "unknown option '\(option)'"
      }
    }
    return nil
  }
}

extension ParsableCommand {
  fileprivate static func subcommand(_ name: String) -> (any ParsableCommand.Type)? {
    configuration.subcommands.first { $0._commandName == name }
  }

  /// The options that its help names, long and short.
  fileprivate static var options: Set<String> {
    let help = Render.helpMessage(for: self, columns: 1000)
    let short = help.matches(of: #/ (-[a-z]), /#).map { String($0.output.1) }
    return Set(help.matches(of: /--[a-z][a-z0-9-]*/).map { String($0.output) } + short)
  }

  fileprivate static func remedy(forCommand word: String) -> String {
    let names = configuration.subcommands.map { $0._commandName }
    if let meant = nearest(to: word, among: names) { return "did you mean `\(meant)`?" }
    if Compose.options.contains("--\(word)") { return "did you mean `--\(word)`?" }
    if hasMIDIExtension(word) { return "`render audio \(quoted(word)) --out song.wav` plays it" }
    let piece = (try? AudioFileFormat(path: word)) == nil ? "piece.wav" : word
    return "`render --help` lists them, and `render --out \(quoted(piece))` composes a piece"
  }
}
