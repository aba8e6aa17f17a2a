import CRenderHDF5
import RenderWeights
import Synchronization

/// The part of the HDF5 library that reading and writing share.
enum HDF5Library {
  private static let lock = Mutex(())

  /// Runs a body alone: the library serves one thread at a time.
  static func alone<Result>(
    _ body: () throws(WeightFault) -> sending Result
  ) throws(WeightFault) -> sending Result {
    try lock.withLock { _ throws(WeightFault) in
      hdf5_silence()
      return try body()
    }
  }

  /// The access properties of a file that is all in memory: nothing is written to a disk.
  static func accessInMemory() throws(WeightFault) -> HDF5Handle {
    let fault = "the HDF5 library cannot be used"
    let access = try HDF5Handle(H5Pcreate(hdf5_file_access()), fault)
    guard H5Pset_fapl_core(access.id, 1 << 16, false) >= 0 else { throw WeightFault(fault) }
    return access
  }
}

/// An open object of the library.
final class HDF5Handle {
  let id: hid_t

  init(_ id: hid_t, _ fault: String) throws(WeightFault) {
    guard id >= 0 else { throw WeightFault(fault) }
    self.id = id
  }

  deinit { H5Idec_ref(id) }
}
