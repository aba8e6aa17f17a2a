import COpenBLAS

package enum BLAS {
  package static var coreName: String { String(cString: openblas_get_corename()) }
}
