import CRenderOpenBLAS
import RenderSystem
import Synchronization

/// The only use of OpenBLAS.
package enum BLAS {
  /// Computes `c = a · b + beta · c`, row-major and contiguous: c is [rows, columns], a [rows, inner] (or
  /// [inner, rows] when transposed), b [inner, columns] (or [columns, inner] when transposed).
  package static func multiply(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Float>, transposingFirst transposesA: Bool = false,
    _ b: UnsafePointer<Float>, transposingSecond transposesB: Bool = false,
    into c: UnsafeMutablePointer<Float>, beta: Float
  ) {
    cblas_sgemm(
      CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans,
      transposesB ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner),
      1, a, Int32(transposesA ? rows : inner), b, Int32(transposesB ? inner : columns),
      beta, c, Int32(columns))
  }

  /// The number of threads inside OpenBLAS, one setting for the whole process.
  static var threads: Int {
    get { Int(openblas_get_num_threads()) }
    set { openblas_set_num_threads(Int32(newValue)) }
  }

  private static let oneThread = OneThread(number: { threads }, setNumber: { threads = $0 })

  /// Runs `body` with one thread inside OpenBLAS, in the whole process: the callers bring threads of
  /// their own. Afterwards, also where it throws, OpenBLAS has its former number again.
  package static func withOneThread<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    oneThread.begin()
    defer { oneThread.end() }
    return try body()
  }

  /// Whether there is memory for the buffers of so many threads that multiply at once, and so many bytes more. The library
  /// asks for a buffer again and again where there is none, and would never come back.
  static func hasMemory(forThreads count: Int, and bytes: Int) -> Bool {
    let buffer = 128 << 20
    let size = count * buffer + bytes
    let room = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let room, room != MAP_FAILED else { return false }
    munmap(room, size)
    return true
  }

  /// The kernels that the library chose when it was loaded, such as `Haswell` or `SkylakeX`.
  static var coreName: String { String(cString: openblas_get_corename()) }
}

/// A number of threads that is 1 for as long as anybody needs it so, and then what it was before.
///
/// Several may need it at once, and end in any order: the last one gives the number back. A number that
/// somebody else sets in the meantime is the one that is given back, or stays where it was set last.
final class OneThread: Sendable {
  private struct State {
    var users = 0
    var former = 1
  }

  private let state = Mutex(State())
  private let number: @Sendable () -> Int
  private let setNumber: @Sendable (Int) -> Void

  init(number: @escaping @Sendable () -> Int, setNumber: @escaping @Sendable (Int) -> Void) {
    self.number = number
    self.setNumber = setNumber
  }

  func begin() {
    state.withLock { state in
      let present = number()
      if state.users == 0 || present != 1 { state.former = present }
      // Setting even the same number would start threads anew that `MatrixLibrary.endThreads` has ended.
      if present != 1 { setNumber(1) }
      state.users += 1
    }
  }

  func end() {
    state.withLock { state in
      state.users -= 1
      if state.users == 0, state.former != 1, number() == 1 { setNumber(state.former) }
    }
  }
}
