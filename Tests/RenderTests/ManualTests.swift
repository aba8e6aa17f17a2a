import Glibc
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The manual pages that `make install` installs.
struct ManualTests {
  private let folder = TemporaryFolder()

  private static let script: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Scripts/manual-pages"
  }()

  private static let canRun =
    access("/usr/bin/python3", X_OK) == 0 && access(script, X_OK) == 0

  @Test(
    "Every command has a manual page under its usual name, with values, defaults, examples and exit codes",
    .enabled(if: canRun))
  func pages() {
    let made = Program.run(
      [Self.script], in: folder, shell: "exec \"$2\" \"$1\" pages")
    #expect(made.code == 0, "\(made.errors)")
    let commands = [
      "audio", "batch", "compose", "config", "evaluate", "export", "gallery", "import", "info", "plan", "play", "score",
      "soundfont", "soundfont-extract", "tokens", "train",
    ]
    let listed = Program.run([], in: folder, shell: "ls pages").text.split(separator: "\n")
    #expect(Set(listed.map(String.init)) == Set(commands.map { "render-\($0).1" } + ["render.1"]))
    let page = String(decoding: folder.bytes("pages/render-compose.1"), as: UTF8.self)
    for text in [
      ".SH EXAMPLES", ".SH EXIT STATUS", ".SH PLAN", "values: off, room, chamber, hall, cathedral",
      "default: 0.96", "\\fBrender\\-batch\\fR(1)",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("completion"))
  }
}
