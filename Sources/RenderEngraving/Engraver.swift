import RenderFiles
import RenderProcesses
import RenderSystem

/// LilyPond, the program that engraves scores. It runs in a process and a folder of its own, with limits.
public struct Engraver: Sendable {
  /// The kinds of file that it makes.
  public enum Output: String, Sendable {
    /// Pages of A4.
    case pdf
    /// One page, as high as the piece needs it.
    case svg, png
  }

  /// The path of LilyPond.
  public var program: String
  /// The longest that an engraving may take, in seconds.
  public var longestTime = 300

  /// The most that it may take, in bytes of memory and of each file.
  private static let mostBytes = 2 << 30

  /// - Parameter program: the path of LilyPond.
  public init(program: String) { self.program = program }

  /// Finds LilyPond on the search path; `nil` where it is not installed.
  ///
  /// Relative folders are left out: whoever works in a stranger's folder does not run what lies there.
  public static var installed: Engraver? {
    guard let variable = getenv("PATH") else { return nil }
    return String(cString: variable).split(separator: ":").lazy
      .filter { $0.hasPrefix("/") }.map { "\($0)/lilypond" }
      .first { access($0, X_OK) == 0 && !isFolder($0) }
      .map(Engraver.init)
  }

  /// The version of LilyPond, such as `2.24.1`.
  ///
  /// - Throws: `EngravingError.failed`, `.outOfTime`.
  public var version: String {
    get throws(EngravingError) {
      let words = try say(["--version"]).prefix { $0 != "\n" }.split(separator: " ")
      guard let version = words.first(where: { $0.first?.isNumber ?? false }) else {
        throw .failed(reason: "\(program) does not say which version it is")
      }
      return String(version)
    }
  }

  /// Engraves a score.
  ///
  /// - Parameters:
  ///   - score: the input of LilyPond, which is a program: nobody else's may be given.
  ///   - isCancelled: asked again and again; whether nobody wants the result any more.
  /// - Throws: `EngravingError`.
  public func engrave(
    _ score: [UInt8], as output: Output, isCancelled: () -> Bool = { false }
  ) throws(EngravingError) -> [UInt8] {
    let folder: ScratchFolder
    do { folder = try ScratchFolder() } catch { throw .file(error) }
    let answer = try say(
      output.options + ["--output=score", "-"], of: output.preamble + score, in: folder.path,
      isCancelled)
    do {
      var bytes = try Folder(folder.path).read("score.\(output.rawValue)")
      if output == .pdf { bytes.removeIdentifier() }
      return bytes
    } catch {
      throw error.isMissing ? .failed(reason: Self.fault(in: answer)) : .file(error)
    }
  }

  /// Runs LilyPond to its end, and gives what it says.
  private func say(
    _ options: [String], of input: [UInt8] = [], in folder: String? = nil,
    _ isCancelled: () -> Bool = { false }
  ) throws(EngravingError) -> String {
    var process = ChildProcess(program, options)
    process.folder = folder
    process.answersWithErrors = true
    process.limits = ChildProcess.Limits(seconds: longestTime, bytes: Self.mostBytes)
    // Where its fonts are cached and its tools lie, and nothing that changes what it makes. Its files have no date.
    process.environment = ["LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"]
    for name in ["PATH", "HOME", "XDG_CACHE_HOME"] {
      process.environment[name] = getenv(name).map { String(cString: $0) }
    }
    process.environment["TMPDIR"] = folder
    let end: ChildProcess.End
    do { end = try process.run(input: input, isCancelled: isCancelled) } catch {
      throw .failed(reason: error.description)
    }
    let answer = String(decoding: end.output, as: UTF8.self)
    switch end.status {
    case .code(0): return answer
    case .code: throw .failed(reason: Self.fault(in: answer))
    case .outOfTime, .signal(SIGXCPU): throw .outOfTime(seconds: longestTime)
    case .cancelled: throw .cancelled
    case .signal(SIGXFSZ): throw .file(FileError(.write, "the sheet music", code: EFBIG))
    case .signal(let signal): throw .failed(reason: "it was ended by signal \(signal)")
    }
  }

  /// The sentence of what went wrong in what LilyPond has said.
  private static func fault(in answer: String) -> String {
    let lines = answer.split(separator: "\n")
    let line = lines.first { $0.contains("error:") } ?? lines.last ?? "it says nothing"
    return String(line.prefix(200))
  }
}

extension Engraver.Output {
  /// How LilyPond is asked for it.
  fileprivate var options: [String] {
    let kind =
      switch self {
      case .pdf: ["--pdf"]
      case .svg: ["-dbackend=svg"]
      case .png: ["--png", "-dresolution=150"]
      }
    // Nothing but errors, one job, and no links in which the names of folders stand.
    return ["--loglevel=ERROR", "-djob-count=1", "-dno-point-and-click"] + kind
  }

  /// What goes before the score.
  fileprivate var preamble: [UInt8] {
    switch self {
    case .pdf: []
    case .svg: Array((Self.onePage + Self.marks).utf8)
    case .png: Array(Self.onePage.utf8)
    }
  }

  private static let onePage = "\\paper { page-breaking = #ly:one-page-breaking }\n"

  /// Marks bar lines with the number of the bar that they begin, and staves, for `BarPlaces`.
  private static let marks = """
    \\layout { \\context { \\Staff
    \\override BarLine.output-attributes = #(lambda (bar)
      `((class . "bar") (data-bar . ,(number->string (car (grob::rhythmic-location bar))))))
    \\override StaffSymbol.output-attributes = #'((class . "staff"))
    } }

    """
}
