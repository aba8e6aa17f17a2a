import ArgumentParser
import RenderComposer
import RenderFiles
import RenderMusic
import RenderStudio

/// The command line as shells complete it: the options of the default command are at the top, too, where the
/// parser's scripts would leave them out.
struct CompletedRender: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", version: Versions.description,
    subcommands: Render.configuration.subcommands)

  @OptionGroup var piece: Compose

  /// Whether words ask for a completion script, or are what one asks in turn.
  static func isAsked(by words: some Sequence<String>) -> Bool {
    words.contains { $0.hasPrefix("--generate-completion-script") || $0 == "---completion" }
  }

  /// A script of the parser with our functions in it, which take a line such as `files:mid|midi` for all files
  /// with these extensions.
  static func script(_ text: String) -> String {
    if text.hasPrefix("#!/bin/bash") {
      return text.inserting(bashFunctions, before: "complete -o filenames")
        // Options only where a dash asks for them, as in the other shells.
        .replacing(#" || "${positional_number}" -eq -1 ]]"#, with: " ]]")
    }
    if text.hasPrefix("#compdef") {
      return text.inserting(zshFunctions, before: #"if [[ "${funcstack[1]}""#)
    }
    guard text.hasPrefix("function __render") else { return text }
    // The parser's way to find the cursor fails outside of a prompt (fish 3.6).
    return text.replacing(
      "(__render_tokens -tC)", with: #"(string length -- "$(commandline -ct)")"#)
      + fishFunctions
  }

  // The parser's own would have compgen expand what is in the words.
  private static let bashFunctions = #"""
    __render_add_completions() {
        local completion
        if [[ "${1}" != -W* ]]; then
            while IFS='' read -r completion; do
                COMPREPLY+=("${completion}")
            done < <(compgen "${@}" -- "${cur}")
            return
        fi
        while IFS='' read -r completion; do
            if [[ "${completion}" = files:* ]]; then
                __render_add_completions -o plusdirs -fX "!*.@(${completion#files:})"
            elif [[ -n "${completion}" && "${completion}" = "${cur}"* ]]; then
                COMPREPLY+=("${completion}")
            fi
        done <<< "${1#-W}${2}"
    }


    """#

  private static let zshFunctions = #"""
    __render_custom_complete() {
        local -a completions
        completions=("${(@f)"$("${command_name}" "${@}" "${command_line[@]}")"}")
        local -a names=("${(@)completions:#(| |files:*)}")
        local -a files=("${(@M)completions:#files:*}")
        local -i ret=1
        if (( ${#names} )); then
            __render_complete "${names[@]}" && ret=0
        fi
        if (( ${#files} )); then
            _files -g "*.(${files[1]#files:})" && ret=0
        fi
        return ret
    }

    """#

  private static let fishFunctions = #"""

    function __render_custom_completion
        set -x SAP_SHELL fish
        set -x SAP_SHELL_VERSION $FISH_VERSION
        set -l tokens (__render_tokens -p)
        if test -z "$(__render_tokens -t)"
            set -l index (count (__render_tokens -pc))
            set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
        end
        for completion in (command $tokens[1] $argv $tokens)
            if string match -q 'files:*' -- $completion
                set -l extensions (string split '|' -- (string sub -s 7 -- $completion))
                for path in (commandline -t)*.$extensions
                    printf %s\n $path
                end
                __fish_complete_directories (commandline -t) ''
            else
                printf %s\n $completion
            end
        end
    end
    """#
}

extension CompletionKind {
  /// The names of the shipped models, and files with these extensions.
  static func models(orFiles extensions: [String]) -> CompletionKind {
    .custom { _, _, prefix in
      matching(prefix, Resources.ofProgram.modelNames) + [files(extensions)]
    }
  }

  /// The names of the soundfonts beside the shipped ones, and files.
  static let soundFonts = CompletionKind.custom { _, _, prefix in
    matching(prefix, Resources.ofProgram.soundFontNames) + [files(["sf2", "sf3"])]
  }

  /// The styles that the model knows which is given on the line, or the default one.
  static let styles = CompletionKind.custom { words, _, prefix in
    let model = words.firstIndex(of: "--model").flatMap { words.dropFirst($0 + 1).first }
    let styles = try? PieceRequest(model: model).styles()
    return matching(prefix, styles.map { $0.composers + $0.genres } ?? [])
  }

  /// Instruments with commas between them.
  static let instruments = CompletionKind.custom { _, _, prefix in
    let given = prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
    let names = GeneralMIDI.shortNames + GeneralMIDI.names.map { $0.lowercased() }
    return matching(prefix, names.filter { !$0.contains(" ") }.map { given + $0 })
  }

  /// The ensembles.
  static let ensembles = CompletionKind.list(Ensemble.known.map(\.name) + ["any"])

  private static func matching(_ prefix: String, _ names: [String]) -> [String] {
    names.filter { $0.hasPrefix(prefix) && $0.isPrintable }
  }

  private static func files(_ extensions: [String]) -> String {
    "files:\(extensions.joined(separator: "|"))"
  }
}

extension String {
  fileprivate func inserting(_ text: String, before anchor: String) -> String {
    guard let place = firstRange(of: anchor) else { return self }
    return self[..<place.lowerBound] + text + self[place.lowerBound...]
  }
}
