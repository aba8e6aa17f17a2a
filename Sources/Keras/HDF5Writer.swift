import CHDF5

/// Writes arrays into an HDF5 file, in memory. The same arrays are the same bytes.
final class HDF5Writer {
  private let file: hid_t
  private let links: hid_t
  private let arrays: hid_t

  /// - Parameter arrays: by path; groups on the way are made.
  /// - Returns: the whole file.
  static func file(
    _ arrays: [(path: String, array: WeightStore.Array)]
  ) throws(KerasError) -> [UInt8] {
    try HDF5Library.alone { () throws(KerasError) in
      let writer = try HDF5Writer()
      for (path, array) in arrays { try writer.add(array, at: path) }
      return try writer.encoded()
    }
  }

  private init() throws(KerasError) {
    hdf5_silence()
    let access = H5Pcreate(hdf5_file_access())
    defer { H5Idec_ref(access) }
    // Nothing of it goes to a disk.
    guard H5Pset_fapl_core(access, 1 << 16, false) >= 0 else { throw Self.failure }
    file = H5Fcreate("weights", hdf5_truncate(), hdf5_default(), access)
    links = H5Pcreate(hdf5_link_creation())
    arrays = H5Pcreate(hdf5_dataset_creation())
    guard file >= 0, H5Pset_create_intermediate_group(links, 1) >= 0,
      // The time of day would be in the file.
      H5Pset_obj_track_times(arrays, false) >= 0
    else { throw Self.failure }
  }

  deinit {
    for id in [arrays, links, file] where id >= 0 { H5Idec_ref(id) }
  }

  private static let failure = KerasError.badFile("the HDF5 library cannot write")

  private func add(_ array: WeightStore.Array, at path: String) throws(KerasError) {
    let sizes = array.shape.map { hsize_t($0) }
    let space = H5Screate_simple(Int32(sizes.count), sizes, nil)
    let dataset = H5Dcreate2(
      file, path, hdf5_file_float(), space, links, arrays, hdf5_default())
    defer { for id in [dataset, space] where id >= 0 { H5Idec_ref(id) } }
    guard dataset >= 0,
      H5Dwrite(
        dataset, hdf5_native_float(), hdf5_all(), hdf5_all(), hdf5_default(), array.values) >= 0
    else { throw Self.failure }
  }

  private func encoded() throws(KerasError) -> [UInt8] {
    H5Fflush(file, H5F_SCOPE_GLOBAL)
    let size = H5Fget_file_image(file, nil, 0)
    guard size > 0 else { throw Self.failure }
    var bytes = [UInt8](repeating: 0, count: size)
    guard H5Fget_file_image(file, &bytes, size) == size else { throw Self.failure }
    return bytes
  }
}
