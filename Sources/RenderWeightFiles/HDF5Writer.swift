import CRenderHDF5
import RenderWeights

/// A writer of arrays into an HDF5 file, in memory. The same arrays are the same bytes.
struct HDF5Writer {
  private let file: HDF5Handle
  private let links: HDF5Handle
  private let properties: HDF5Handle

  /// The bytes of the whole file. Groups on the way to an array are made.
  static func file(of store: WeightStore) throws(WeightFault) -> [UInt8] {
    try HDF5Library.alone { () throws(WeightFault) in
      let writer = try HDF5Writer()
      for path in store.groups { try writer.addGroup(path) }
      for (path, array) in store.arrays.sorted(by: { $0.key < $1.key }) {
        try writer.add(array, at: path)
      }
      return try writer.encoded()
    }
  }

  private static let fault = "the HDF5 library cannot write"

  private init() throws(WeightFault) {
    let access = try HDF5Library.accessInMemory()
    file = try HDF5Handle(
      H5Fcreate("weights", hdf5_truncate(), hdf5_default(), access.id), Self.fault)
    links = try HDF5Handle(H5Pcreate(hdf5_link_creation()), Self.fault)
    properties = try HDF5Handle(H5Pcreate(hdf5_dataset_creation()), Self.fault)
    guard H5Pset_create_intermediate_group(links.id, 1) >= 0,
      // The time of day would be in the file.
      H5Pset_obj_track_times(properties.id, false) >= 0
    else { throw WeightFault(Self.fault) }
  }

  private func addGroup(_ path: String) throws(WeightFault) {
    _ = try HDF5Handle(
      H5Gcreate2(file.id, path, links.id, hdf5_default(), hdf5_default()), Self.fault)
  }

  private func add(_ array: WeightStore.Array, at path: String) throws(WeightFault) {
    let sizes = array.shape.map { hsize_t($0) }
    let space = try HDF5Handle(H5Screate_simple(Int32(sizes.count), sizes, nil), Self.fault)
    let dataset = try HDF5Handle(
      H5Dcreate2(
        file.id, path, hdf5_file_float(), space.id, links.id, properties.id, hdf5_default()),
      Self.fault)
    guard
      H5Dwrite(
        dataset.id, hdf5_native_float(), hdf5_all(), hdf5_all(), hdf5_default(), array.values) >= 0
    else { throw WeightFault(Self.fault) }
  }

  private func encoded() throws(WeightFault) -> [UInt8] {
    H5Fflush(file.id, H5F_SCOPE_GLOBAL)
    let size = H5Fget_file_image(file.id, nil, 0)
    guard size > 0 else { throw WeightFault(Self.fault) }
    var bytes = [UInt8](repeating: 0, count: size)
    guard H5Fget_file_image(file.id, &bytes, size) == size else { throw WeightFault(Self.fault) }
    return bytes
  }
}
