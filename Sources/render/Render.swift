import ArgumentParser
import RenderComposer
import RenderFiles
import RenderNetwork
import RenderStudio
import RenderSystem

/// The program `render`: composes music and renders it as audio.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Compose music with an LSTM, and render it as MIDI and audio with one command.",
    usage: """
      render [<options>] --out <file>
      render <subcommand> [<arguments>]
      """,
    discussion: HelpText.discussion(
      """
      Without a subcommand, `render` composes a piece and renders it; `render help compose` lists the options \
      for that. The same --seed always gives the same piece.
      """,
      examples: "render --out piece.wav                      # compose piece.wav and piece.mid",
      "render --ensemble string-quartet --out quartet.flac",
      "render --duration 2min --style mazurka --out piece.mp3 --score piece.pdf",
      "render batch --seeds 1-100 --out takes/     # many takes to choose from",
      "render audio song.mid --out song.wav        # render an existing MIDI file",
      "render help batch                           # the options of a command"),
    version: Versions.description,
    subcommands: [
      Compose.self, PlanCommand.self, BatchCommand.self, GalleryCommand.self, PlayFile.self,
      ScoreCommand.self, PlayCommand.self,
      Train.self,
      Evaluate.self,
      Import.self, Export.self,
      Tokens.self, Info.self,
      SoundFontCommand.self, ConfigCommand.self,
    ],
    defaultSubcommand: Compose.self)
}

@main
enum Program {
  static func main() {
    StandardStream.openMissing()
    let line = CommandWords(CommandLine.arguments.dropFirst())
    do {
      try Interruption.install()
      MatrixLibrary.endThreads()
      if CompletedRender.isAsked(by: line.words) { complete(line) }
      try line.checkCommand()
      var command = try Render.parseAsRoot(line.words)
      // Help is given whatever the defaults are.
      if isKnown(type(of: command), in: [Render.self]) { try useOwnData() }
      try command.run()
    } catch  where Render.exitCode(for: error) == .failure {
      // Of no interest to the parser: an error of the work itself.
      Failure(error).exit()
    } catch {
      // Usage errors, and requests for help or the version.
      let text = Render.fullMessage(for: error)
      let code = Render.exitCode(for: error)
      if code == .validationFailure { Failure(usage: text, of: line).exit() }
      leave(saying: HelpText.ordered(text), code: code)
    }
  }

  /// Prints a completion script, or what one asks for.
  private static func complete(_ line: CommandWords) {
    do {
      _ = try CompletedRender.parseAsRoot(line.words)
    } catch {
      let text = CompletedRender.fullMessage(for: error)
      let code = CompletedRender.exitCode(for: error)
      if code == .validationFailure { Failure(usage: text, of: line).exit() }
      leave(saying: CompletedRender.script(text), code: code)
    }
  }

  /// Makes known where the user's models and soundfonts lie, before anyone looks for them; to programs that are started,
  /// this one anew among them, as well.
  private static func useOwnData() throws {
    guard let data = try Defaults.ofUser.get().data else { return }
    setenv(Resources.dataVariable, data, 1)
  }

  /// Whether a command is one of these or theirs, and not one that the parser has itself.
  private static func isKnown(
    _ command: any ParsableCommand.Type, in commands: [any ParsableCommand.Type]
  ) -> Bool {
    commands.contains { $0 == command || isKnown(command, in: $0.configuration.subcommands) }
  }

  /// Exits as the parser would, but reports output that is lost.
  private static func leave(saying text: String, code: ExitCode) -> Never {
    if code.isSuccess {
      do { if !text.isEmpty { try StandardStream.output.write(text + "\n") } } catch {
        Failure(error).exit()
      }
    } else if !text.isEmpty {
      try? StandardStream.error.write(text.printableLines + "\n")
    }
    RenderSystem.exit(code.rawValue)
  }
}
