import Glibc
import RenderTestMaterial
import RenderTestSupport
import Testing

/// What shells offer when a user presses the tab key. A shell that is not installed is skipped.
struct CompletionTests {
  private let folder = Material.folder()

  private static let questions: [(line: String, offered: [String])] = [
    ("render --le", ["--length"]),
    ("render --reverb ", ["off", "room", "chamber", "hall", "cathedral"]),
    ("render ba", ["batch"]),
    ("render --model ", ["default", "ensemble", "model.safetensors"]),
    ("render --soundfont Flu", ["FluidR3-GrandPiano"]),
    ("render --style Cho", ["Chopin"]),
    ("render batch --style maz", ["mazurka"]),
    ("render --ensemble str", ["string-quartet"]),
    ("render --instruments violin,cel", ["violin,cello"]),
    ("render plan --list-st", ["--list-styles"]),
    ("render audio so", ["song.mid"]),
    ("render evaluate ens", ["ensemble"]),
  ]

  private func script(_ shell: String) -> String {
    Program.run(["--generate-completion-script", shell], in: folder).text
  }

  /// Runs a shell's script; what it prints.
  private func answer(of shell: String, to script: String) -> String {
    folder.write(Array(script.utf8), to: "answer.\(shell)")
    return Program.run(
      [folder.path("answer.\(shell)")], in: folder,
      environment: [
        "PATH": "\(folder.path("bin")):/usr/bin:/bin", "TERM": "dumb", "HOME": folder.path,
      ],
      shell: "mkdir -p bin && ln -sf \"$1\" bin/render && exec \(shell) \"$2\""
    ).text
  }

  private static func isInstalled(_ shell: String) -> Bool {
    ["/usr/bin", "/bin"].contains { access("\($0)/\(shell)", X_OK) == 0 }
  }

  @Test(
    "bash completes options, their values, names and files, of the main form, too",
    .enabled(if: isInstalled("bash")), arguments: questions)
  func bash(line: String, offered: [String]) {
    let answer = answer(
      of: "bash",
      to: """
        \(script("bash"))
        COMP_LINE='\(line)'
        COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<< "$COMP_LINE"
        [[ $COMP_LINE = *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _render render "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """)
    expect(answer, offers: offered, to: line)
  }

  @Test(
    "fish completes options, their values, names and files, of the main form, too",
    .enabled(if: isInstalled("fish")), arguments: questions)
  func fish(line: String, offered: [String]) {
    let answer = answer(
      of: "fish", to: "\(script("fish"))\ncomplete --do-complete '\(line)'\n")
    expect(answer, offers: offered, to: line)
  }

  @Test(
    "zsh completes options, their values, names and files, of the main form, too",
    .enabled(if: isInstalled("zsh")), arguments: questions)
  func zsh(line: String, offered: [String]) {
    folder.makeFolder("functions")
    folder.write(Array(script("zsh").utf8), to: "functions/_render")
    // Completion needs a terminal, which zpty is; the key lists what there is.
    let answer = answer(
      of: "zsh",
      to: #"""
        zmodload zsh/zpty
        zpty shell 'TERM=dumb zsh -f -i'
        zpty -w shell 'PS1=; unsetopt beep; stty cols 1000; fpath=(\#(folder.path("functions")) $fpath)'
        zpty -w shell 'autoload -Uz compinit; compinit -D -u; LISTMAX=1000; setopt no_auto_menu list_packed'
        zpty -w shell 'zstyle ":completion:*" insert-tab false; bindkey "^I" list-choices; print REA""DY'
        zpty -r shell output '*READY*'
        zpty -w -n shell '\#(line)'$'\t'
        zpty -w -n shell $'\x15print DO""NE\n'
        zpty -r shell output '*DONE*'
        print -r -- "$output"
        """#)
    expect(answer, offers: offered, to: line)
  }

  private func expect(_ answer: String, offers offered: [String], to line: String) {
    let words = Set(answer.split(whereSeparator: \.isWhitespace).map(String.init))
    for word in offered { #expect(words.contains(word), "\(line): \(answer)") }
  }

  @Test("A name in a folder is no command to the shell that completes it")
  func hostileNames() {
    folder.write([], to: "$(touch harmed).safetensors")
    let line = "render --model "
    _ = answer(
      of: "bash",
      to: """
        \(script("bash"))
        COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count) COMP_WORDS=(render --model '') COMP_CWORD=2
        _render render '' --model
        """)
    #expect(!folder.names.contains("harmed"))
  }
}
