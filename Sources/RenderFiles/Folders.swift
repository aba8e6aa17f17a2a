import RenderSystem

/// Whether a path leads to a folder.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes a folder, unless it is there already.
public func makeFolder(_ path: String) throws(FileError) {
  if mkdir(path, 0o777) == 0 { return }
  let failure = FileError(.create, path)
  guard failure.code == EEXIST, isFolder(path) else { throw failure }
}

/// The names of what lies in a folder, sorted; none where it cannot be read.
public func fileNames(in folder: String) -> [String] { fileNames(in: opendir(folder)) }

/// The names of what lies in an open folder, sorted; none where it cannot be read.
///
/// - Parameter stream: the folder; it is closed here.
func fileNames(in stream: FolderStream?) -> [String] {
  guard let stream else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}
