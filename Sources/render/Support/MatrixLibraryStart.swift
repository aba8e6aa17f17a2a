import Glibc
import RenderNetwork

/// Gets OpenBLAS to run on kernels that are fast and right for this processor, by starting the program
/// anew where it must be told before it is loaded.
enum MatrixLibraryStart {
  private static let variable = "OPENBLAS_CORETYPE"
  /// Set where the variable is our own choice and not the user's.
  private static let mark = "RENDER_CHOSE_CORETYPE"

  /// Starts anew where the library chose less than the processor can do.
  static func chooseCoreType(_ reporter: Reporter) throws {
    guard getenv(variable) == nil, let better = MatrixLibrary.betterCoreType else { return }
    try startAnew(coreType: better)
  }

  /// Starts anew on older kernels where one of a training's products is computed wrong.
  static func checkProducts(
    _ architecture: Architecture, options: TrainingOptions, _ reporter: Reporter
  ) throws {
    guard try !MatrixLibrary.isSound(for: architecture, options: options) else { return }
    let coreType = MatrixLibrary.coreType
    guard getenv(variable) == nil || getenv(mark) != nil,
      let safer = MatrixLibrary.saferCoreType(than: coreType)
    else {
      throw Failure(
        .inputOutput,
        "OpenBLAS computes wrong products with its \(coreType) kernels on this processor; "
          + "set \(variable) to an older one, such as Haswell or Nehalem")
    }
    reporter.warn(
      "OpenBLAS computes wrong products with its \(coreType) kernels here; using \(safer) instead")
    try startAnew(coreType: safer)
  }

  private static func startAnew(coreType: String) throws {
    guard let program = Resources.programPath else { return }
    setenv(variable, coreType, 1)
    setenv(mark, "1", 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv(program, &arguments)
    // Still here: go on with the kernels as they are.
    unsetenv(variable)
  }
}
