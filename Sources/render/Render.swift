import ArgumentParser
import Glibc
import RenderComposer
import RenderFiles
import RenderNetwork
import RenderStudio

/// The program `render`: composes music and renders it as audio.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Compose music with an LSTM and hear it: MIDI and audio from one command.",
    discussion: """
      Without a subcommand a piece is composed and rendered:

        render --length 500 --out piece.wav

      writes piece.wav and piece.mid, for a piano. With --ensemble string-quartet, say, others play.
      The same --seed is the same piece.
      """,
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
    do {
      try Interruption.install()
      MatrixLibrary.endThreads()
      try refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
      var command = try Render.parseAsRoot()
      // Help is given whatever the defaults are.
      if isKnown(type(of: command), in: [Render.self]) { try useOwnData() }
      try command.run()
    } catch  where Render.exitCode(for: error) == .failure {
      // Of no interest to the parser: an error of the work itself.
      Failure(error).exit()
    } catch {
      // Usage errors, and requests for help or the version.
      leave(saying: Render.fullMessage(for: error), code: Render.exitCode(for: error))
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
    Glibc.exit(code.rawValue)
  }

  /// Refuses an unknown command: the default one takes no words, and would only ask for the options that it
  /// misses.
  private static func refuseUnknownCommand(_ word: String?) throws(Failure) {
    guard let word, !word.hasPrefix("-"), word != "help" else { return }
    let commands = Render.configuration.subcommands.map {
      $0.configuration.commandName ?? "\($0)".lowercased()
    }
    guard !commands.contains(word) else { return }
    throw Failure(
      .usage,
      "there is no command \(word); `render --help` lists them, and a piece is composed with "
        + "`render --out piece.wav`")
  }
}
