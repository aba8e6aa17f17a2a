import Glibc
import RenderTestSupport

/// The built program, run as a user runs it.
enum Program {
  /// Beside the tests; `RENDER_PROGRAM` names another one to test, an installed one say.
  static let path: String = {
    if let path = getenv("RENDER_PROGRAM") { return String(cString: path) }
    let tests = realpath("/proc/self/exe", nil)!
    defer { free(tests) }
    let path = String(cString: tests)
    return path[..<path.lastIndex(of: "/")!] + "/render"
  }()

  /// How a run has ended, and what it said.
  struct Result {
    /// The exit code; nil where a signal has ended the program.
    var code: Int32?
    var output: [UInt8]
    var errors: String
    /// Whether it had not ended when patience was at its end.
    var wasGivenUp: Bool

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs the program to its end, or to that of its patience: two minutes.
  ///
  /// - Parameters:
  ///   - output: where standard output goes; by default it is collected.
  ///   - shell: a script that gets the program as `"$@"`, for pipes and limits.
  ///   - whileRunning: is called again and again and may send signals.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:],
    output: String? = nil, shell: String? = nil, whileRunning: (pid_t) -> Void = { _ in }
  ) -> Result {
    let scratch = TemporaryFolder()
    let outputPath = output ?? scratch.path("output")
    let errorPath = scratch.path("errors")
    var words = [path] + arguments
    if let shell { words = ["/bin/sh", "-c", shell, "sh"] + words }
    words = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path] + words

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT, 0o644)
    // A shell without job control leaves SIGINT ignored to what it starts.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    // No defaults of whoever runs the tests.
    var variables = ["PATH": "/usr/bin:/bin", "XDG_CONFIG_HOME": scratch.path]
    for name in ["LD_LIBRARY_PATH", "HOME", "TMPDIR", "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    variables.merge(environment) { $1 }
    let argumentPointers = words.map { strdup($0) } + [nil]
    let environmentPointers = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, words[0], &actions, &attributes, argumentPointers, environmentPointers)
    precondition(
      failure == 0, "\(words[0]) cannot be started: \(String(cString: strerror(failure)))")

    var status: Int32 = 0
    var polls = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      whileRunning(process)
      usleep(5000)
      polls += 1
      if polls == 24_000 { kill(process, SIGKILL) }
    }
    return Result(
      code: status & 0x7f == 0 ? (status >> 8) & 0xff : nil,
      output: output == nil ? scratch.bytes("output") : [],
      errors: String(decoding: scratch.bytes("errors"), as: UTF8.self),
      wasGivenUp: polls >= 24_000)
  }
}
