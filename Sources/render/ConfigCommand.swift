import ArgumentParser
import RenderFiles
import RenderStudio
import RenderSystem

/// The subcommand `config`: shows the defaults that hold, and where they are from.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the defaults that hold where no option is given.",
    discussion: """
      Defaults stand in the file ~/.config/render/config (in $XDG_CONFIG_HOME/render/config, where that is set), a line \
      each, for instance

        # a better piano, softer, in a smaller format
        soundfont = SteinwayD
        loudness = -23
        format = flac
        reverb = chamber
        model = ~/models/mine.safetensors
        data = ~/music/render

      or in the variables RENDER_SOUNDFONT, RENDER_LOUDNESS, RENDER_FORMAT, RENDER_REVERB, RENDER_MODEL and RENDER_DATA. An \
      option counts more than a variable, and a variable more than the file. Model and soundfont are those of pieces for a \
      piano; --ensemble and --instruments have their own. format is that of a batch, and of `render audio` into a folder. data \
      is a folder that holds the folders Models and SoundFonts.

      Defaults are part of a take as options are: its manifest, its tags and the command on its page name them. \
      --no-config leaves all but data aside. A file or variable that cannot be understood ends the program with exit code 78.
      """)

  @OptionGroup var reporting: ReportOptions

  /// A default for the report in JSON.
  private struct Default: Encodable {
    var value: String
    var source: String
  }

  func run() throws {
    let defaults = try Defaults.ofUser.get()
    if reporting.json {
      let values = defaults.values.map { ($0.rawValue, Default(value: $1.text, source: $1.source)) }
      return try reporting.reporter.report(Dictionary(uniqueKeysWithValues: values))
    }
    let width = Defaults.Key.allCases.map(\.rawValue.count).max() ?? 0
    for key in Defaults.Key.allCases {
      let name = key.rawValue + String(repeating: " ", count: width - key.rawValue.count)
      let value = defaults.values[key].map { "\($0.text)  (\($0.source))" } ?? "built in"
      try StandardStream.output.writeLine("\(name)  \(value)")
    }
    if let path = Defaults.path({ getenv($0).map { String(cString: $0) } }) {
      try StandardStream.output.writeLine("file" + String(repeating: " ", count: width - 2) + path)
    }
  }
}
