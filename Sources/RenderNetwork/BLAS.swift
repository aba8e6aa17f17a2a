import CRenderOpenBLAS

/// The one door to OpenBLAS.
package enum BLAS {
  /// `c = a · b + beta · c`, row-major and contiguous: c is [rows, columns], a [rows, inner] (or
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

  /// One thread inside OpenBLAS: the training's own workers are the parallelism.
  static func useOneThread() { openblas_set_num_threads(1) }

  /// The kernels that the library chose when it was loaded, such as `Haswell` or `SkylakeX`.
  static var coreName: String { String(cString: openblas_get_corename()) }
}
