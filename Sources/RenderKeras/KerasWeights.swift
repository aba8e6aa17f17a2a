import RenderProcesses
import RenderSystem
import RenderWeights

/// The reader and writer of Keras's weight files.
///
/// The libraries for them, HDF5 and libzip, are linked into a program of its own, `render-weights`, which is
/// started for each file: a damaged or malicious one may crash the HDF5 library, or make it want all memory
/// there is, and no other program has to load these libraries. The program is, in this order: the one given,
/// the one that the environment variable `RENDER_WEIGHTS` names, the one beside the running program,
/// `libexec/render/render-weights` of the prefix in whose `bin` that one lies, of `/usr/local` or of `/usr`.
public enum KerasWeights {
  /// Reads weights or a whole model: HDF5 of Keras 2 or 3, or a `.keras` archive.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, at most a gibibyte.
  ///   - program: the path of `render-weights`; found where `nil`.
  /// - Throws: `KerasError.badFile` for a file that cannot be read, also where reading it takes more than a
  ///   minute or 8 GiB; `missingProgram` and `failedProgram`.
  public static func read(
    _ bytes: [UInt8], program: String? = nil
  ) throws(KerasError) -> WeightStore {
    guard bytes.count <= largestFile else { throw .badFile("it is larger than a gibibyte") }
    let answer = try answer(to: "read", bytes, of: program)
    do { return try WeightStore(message: answer) } catch { throw .badFile(error.description) }
  }

  /// The bytes of a `.weights.h5` file.
  ///
  /// - Parameters:
  ///   - store: the arrays and groups; equal ones are equal bytes. Attributes are not written.
  ///   - program: the path of `render-weights`; found where `nil`.
  /// - Throws: `KerasError.missingProgram` and `failedProgram`; `unwritable` for paths that no file can have.
  public static func file(
    of store: WeightStore, program: String? = nil
  ) throws(KerasError) -> [UInt8] {
    do { return try answer(to: "write", store.message, of: program) } catch {
      if case .badFile(let fault) = error { throw .unwritable(fault) }
      throw error
    }
  }

  /// A file that is larger holds no network of the tutorial's kind.
  private static let largestFile = 1 << 30
  /// The helper's exit code where its answer is what is wrong.
  private static let badData: Int32 = 65

  private static func answer(
    to request: String, _ bytes: [UInt8], of program: String?
  ) throws(KerasError) -> [UInt8] {
    let path = if let program { program } else { try WeightsProgram.path() }
    let end: ChildProcess.End
    do { end = try ChildProcess(path, [request]).run(input: bytes) } catch {
      throw .failedProgram(path: path, fault: error.description)
    }
    switch end.status {
    case .code(0): return end.output
    case .code(badData): throw .badFile(String(decoding: end.output.prefix(1 << 16), as: UTF8.self))
    case .code(let code): throw .failedProgram(path: path, fault: "it ended with exit code \(code)")
    case .signal(SIGALRM), .signal(SIGXCPU):
      throw .badFile("\(request == "read" ? "reading" : "writing") it takes too long")
    case .signal, .outOfTime, .cancelled:
      throw .badFile("\(request == "read" ? "reading" : "writing") it crashed the HDF5 library")
    }
  }
}
