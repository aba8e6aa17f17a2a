import CRenderHDF5
import RenderSystem
import RenderWeights

/// The contents of an HDF5 file that a network may need: arrays of numbers, and texts.
struct HDF5Contents {
  private(set) var store = WeightStore()
  private var objects = 0

  /// The most objects of a file, and the deepest groups within groups: links may go in circles.
  private static let mostObjects = 10_000
  private static let deepest = 32
  /// The most numbers in all arrays together, whatever the size of the file.
  private static let mostNumbers = 1 << 28
  private var numbers = 0
  /// The most numbers that this file may stand for.
  private let mostOfFile: Int
  /// The most bytes of all texts together, paths among them.
  private static let mostText = 1 << 24
  private var text = 0

  /// - Parameter bytes: the whole file.
  /// - Throws: `WeightFault`.
  static func read(_ bytes: [UInt8]) throws(WeightFault) -> WeightStore {
    try HDF5Library.alone { () throws(WeightFault) in try HDF5Contents(bytes).store }
  }

  private init(_ bytes: [UInt8]) throws(WeightFault) {
    // An array that nobody has written takes no bytes, and what is compressed takes few.
    mostOfFile = min(Self.mostNumbers, WeightStore.mostBytes(fromFileOf: bytes.count) / 4)
    // Filters come from nowhere else than from the library itself.
    H5PLset_loading_state(0)
    let access = try HDF5Library.accessInMemory()
    let status = bytes.withUnsafeBytes {
      H5Pset_file_image(access.id, UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
    }
    guard status >= 0 else { throw WeightFault("the HDF5 library cannot read it") }
    let file = try HDF5Handle(
      H5Fopen("weights", hdf5_read_only(), access.id), "it is no HDF5 file, or a damaged one")
    let root = try HDF5Handle(H5Gopen2(file.id, "/", hdf5_default()), "it has no root")
    try readGroup(root, path: "", depth: 0)
  }

  private mutating func readGroup(
    _ group: HDF5Handle, path: String, depth: Int
  ) throws(WeightFault) {
    guard depth < Self.deepest else { throw WeightFault("its groups are nested too deeply") }
    try admit(text: path.utf8.count)
    store.groups.append(path)
    for name in WeightStore.attributeNames {
      if let texts = try readAttribute(name, of: group) {
        store.attributes["\(path)@\(name)"] = texts
      }
    }
    var info = H5G_info_t()
    guard H5Gget_info(group.id, &info) >= 0 else { throw WeightFault("a group is damaged") }
    for index in 0..<info.nlinks {
      objects += 1
      guard objects <= Self.mostObjects else { throw WeightFault("it holds too many objects") }
      let name = try linkName(group, index)
      let childPath = path.isEmpty ? name : "\(path)/\(name)"
      // Other links may lead into other files.
      guard hdf5_is_hard_link(group.id, name) > 0 else {
        throw WeightFault("\(childPath) is a link to elsewhere")
      }
      let child = try HDF5Handle(
        H5Oopen(group.id, name, hdf5_default()), "\(childPath) cannot be opened")
      switch H5Iget_type(child.id) {
      case H5I_GROUP: try readGroup(child, path: childPath, depth: depth + 1)
      case H5I_DATASET: try readArray(child, path: childPath)
      default: break
      }
    }
  }

  private mutating func admit(text size: Int) throws(WeightFault) {
    text += size
    guard text <= Self.mostText else { throw WeightFault("it holds too much text") }
  }

  private func linkName(_ group: HDF5Handle, _ index: hsize_t) throws(WeightFault) -> String {
    func get(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int {
      H5Lget_name_by_idx(
        group.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, hdf5_default())
    }
    let length = get(nil, 0)
    guard (1...4096).contains(length) else { throw WeightFault("a name in it is damaged") }
    var buffer = [CChar](repeating: 0, count: length + 1)
    guard get(&buffer, buffer.count) == length else { throw WeightFault("a name in it is damaged") }
    let name = try Self.text(buffer)
    // The library would follow such a path, through links that were never looked at; and safetensors
    // has a use of its own for the last.
    guard !name.contains("/"), name != ".", name != "__metadata__" else {
      throw WeightFault("a name in it is damaged")
    }
    return name
  }

  /// Reads numbers of any floating-point type as floats; other arrays are passed over.
  private mutating func readArray(_ array: HDF5Handle, path: String) throws(WeightFault) {
    let type = try HDF5Handle(H5Dget_type(array.id), "\(path) has no type")
    guard H5Tget_class(type.id) == H5T_FLOAT else { return }
    let properties = try HDF5Handle(H5Dget_create_plist(array.id), "\(path) has no layout")
    guard H5Pget_layout(properties.id) != H5D_VIRTUAL, H5Pget_external_count(properties.id) == 0
    else { throw WeightFault("\(path) has its numbers in another file") }
    let shape = try shape(of: HDF5Handle(H5Dget_space(array.id), "\(path) has no shape"), path)
    let count = shape.reduce(1, *)
    // Else a size could be as large as it likes.
    guard count > 0 else { throw WeightFault("\(path) is empty") }
    try admit(text: path.utf8.count)
    numbers += count
    guard numbers <= Self.mostNumbers else { throw WeightFault("it holds too many numbers") }
    guard numbers <= mostOfFile else {
      throw WeightFault("it stands for more numbers than a file of its size has")
    }
    var values = [Float](repeating: 0, count: count)
    guard
      H5Dread(
        array.id, hdf5_native_float(), hdf5_all(), hdf5_all(), hdf5_default(), &values) >= 0
    else { throw WeightFault("\(path) cannot be read") }
    store.arrays[path] = WeightStore.Array(shape: shape, values: values)
  }

  private func shape(of space: HDF5Handle, _ path: String) throws(WeightFault) -> [Int] {
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard (0...4).contains(rank) else { throw WeightFault("\(path) has \(rank) dimensions") }
    var sizes = [hsize_t](repeating: 0, count: Int(rank))
    if rank > 0 { H5Sget_simple_extent_dims(space.id, &sizes, nil) }
    var count = 1
    for size in sizes {
      guard size <= Self.mostNumbers, count * Int(max(1, size)) <= Self.mostNumbers else {
        throw WeightFault("\(path) is too large")
      }
      count *= Int(max(1, size))
    }
    return sizes.map { Int($0) }
  }

  // MARK: Texts

  /// Reads a text or a list of them; `nil` where there is none of that name.
  private mutating func readAttribute(
    _ name: String, of object: HDF5Handle
  ) throws(WeightFault) -> [String]? {
    guard H5Aexists(object.id, name) > 0 else { return nil }
    let attribute = try HDF5Handle(
      H5Aopen(object.id, name, hdf5_default()), "the attribute \(name) cannot be opened")
    let type = try HDF5Handle(H5Aget_type(attribute.id), "the attribute \(name) has no type")
    // An empty list is written as numbers.
    guard H5Tget_class(type.id) == H5T_STRING else { return nil }
    let space = try HDF5Handle(H5Aget_space(attribute.id), "the attribute \(name) has no shape")
    let count = try shape(of: space, name).reduce(1, *)
    guard count <= Self.mostObjects else { throw WeightFault("the attribute \(name) is too long") }
    let unreadable = WeightFault("the attribute \(name) cannot be read")
    if H5Tis_variable_str(type.id) > 0 {
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      guard H5Aread(attribute.id, type.id, &pointers) >= 0 else { throw unreadable }
      defer { H5Dvlen_reclaim(type.id, space.id, hdf5_default(), &pointers) }
      var texts: [String] = []
      for pointer in pointers {
        guard let pointer else { throw unreadable }
        try admit(text: strlen(pointer))
        guard let text = String(validatingCString: pointer) else { throw unreadable }
        texts.append(text)
      }
      return texts
    }
    let size = H5Tget_size(type.id)
    guard (1...Self.mostText).contains(size) else { throw unreadable }
    try admit(text: size * count)
    var characters = [CChar](repeating: 0, count: size * count)
    guard H5Aread(attribute.id, type.id, &characters) >= 0 else { throw unreadable }
    var texts: [String] = []
    for index in 0..<count {
      texts.append(try Self.text(characters[index * size..<(index + 1) * size]))
    }
    return texts
  }

  private static func text(_ characters: some Collection<CChar>) throws(WeightFault) -> String {
    let bytes = characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw WeightFault("a name in it is damaged")
    }
    return text
  }
}
