import RenderFiles
import RenderNetwork
import RenderStudio
import RenderSystem

/// The start of OpenBLAS with kernels that are fast and right for this processor: the program is started anew
/// where the library has to know them before it is loaded.
enum MatrixLibraryStart {
  static let variable = "OPENBLAS_CORETYPE"
  /// The variable that is set where the core type is the program's own choice and not the user's.
  private static let mark = "RENDER_CHOSE_CORETYPE"

  /// Starts the program anew where the library chose less than the processor can do.
  static func chooseCoreType() {
    guard getenv(variable) == nil, let better = MatrixLibrary.betterCoreType else { return }
    startAnew(coreType: better)
  }

  /// Starts the program anew on older kernels than those that compute wrong products, where the user has not
  /// chosen them and there are some.
  static func chooseSaferCoreType(than coreType: String, _ reporter: Reporter) {
    guard getenv(variable) == nil || getenv(mark) != nil,
      let safer = MatrixLibrary.saferCoreType(than: coreType)
    else { return }
    reporter.warn(
      "OpenBLAS computes wrong products with its \(coreType) kernels here; using \(safer) instead")
    startAnew(coreType: safer)
  }

  private static func startAnew(coreType: String) {
    guard let program = RunningProgram.path else { return }
    setenv(variable, coreType, 1)
    setenv(mark, "1", 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv(program, &arguments)
    // Still here: go on with the kernels as they are.
    unsetenv(variable)
  }
}
