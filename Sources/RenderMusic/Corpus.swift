import RenderMIDI
import RenderSystem

/// The MIDI files under some files and folders, one after the other: each is read when its turn
/// comes, so that a corpus of any size takes no more memory than its largest file.
public struct Corpus: Sendable {
  /// A file that could be read, at least in part.
  public struct Piece: Sendable {
    /// The path that the file was read from.
    public var path: String
    /// The contents of the file.
    public var file: MIDIFile
    /// The faults that lenient reading passed over.
    public var damages: [MIDIDamage]
  }

  /// A file or folder that could not be read, and why.
  public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the file or folder.
    public var path: String
    /// The reason as a clause that begins in lower case: "it is not a file."
    public var reason: String

    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }
  }

  /// The size in bytes above which a file is no MIDI file, 16 MiB: two million notes, of which each takes a dozen times its
  /// bytes in memory.
  public static let largestFile = 16 << 20

  /// The files' paths, sorted by their bytes, none twice.
  public let paths: [String]
  /// The folders below the roots that could not be searched.
  public let unreadableFolders: [Unreadable]

  /// Finds the MIDI files of a corpus: files are taken as they are, folders are searched through and
  /// through for names that end in `.mid` or `.midi`, in upper or lower case.
  /// - Throws: `MusicError.missing` for a path that is neither file nor folder.
  public init(_ roots: [String]) throws(MusicError) {
    var search = FolderSearch()
    for root in roots {
      switch FileKind(path: root) {
      case .folder(let identity): search.visit(root, identity)
      case .file, .other: search.found.insert(root)
      case nil: throw .missing(path: root)
      }
    }
    paths = search.found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    unreadableFolders = search.unreadable.sorted { $0.path < $1.path }
  }

  /// Reads one file, leniently.
  /// - Throws: `Unreadable`.
  public static func read(_ path: String) throws(Unreadable) -> Piece {
    let bytes = try bytes(of: path)
    do throws(MIDIError) {
      let (file, damages) = try MIDIFile.parse(bytes, mode: .lenient)
      return Piece(path: path, file: file, damages: damages)
    } catch {
      throw Unreadable(path: path, reason: "\(error)")
    }
  }

  private static func bytes(of path: String) throws(Unreadable) -> [UInt8] {
    // A pipe named like a MIDI file would keep the reader waiting.
    guard case .file? = FileKind(path: path) else {
      throw Unreadable(path: path, reason: "it is not a file.")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unreadable(path: path, reason: systemReason()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = RenderSystem.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw Unreadable(path: path, reason: systemReason()) }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= largestFile else {
        throw Unreadable(path: path, reason: "it is larger than any MIDI file (16 MiB).")
      }
      bytes += chunk[..<count]
    }
  }
}

extension Corpus: Sequence {
  /// A piece, or what could not be read in its place, so that nothing is skipped in silence.
  public typealias Element = Result<Piece, Unreadable>

  public func makeIterator() -> AnyIterator<Element> {
    var folders = unreadableFolders.makeIterator()
    var files = paths.makeIterator()
    return AnyIterator {
      if let folder = folders.next() { return .failure(folder) }
      guard let path = files.next() else { return nil }
      return Result { () throws(Unreadable) in try Self.read(path) }
    }
  }

  public var underestimatedCount: Int { paths.count + unreadableFolders.count }
}

/// The system's sentence about the call that just failed.
private func systemReason() -> String {
  let reason = String(cString: strerror(errno))
  return reason.prefix(1).lowercased() + reason.dropFirst() + "."
}

private enum FileKind {
  /// The device and inode, by which a folder that contains itself is recognized.
  struct Identity: Hashable {
    var device: UInt
    var inode: UInt
  }

  case file
  case folder(Identity)
  case other

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder(Identity(device: status.st_dev, inode: status.st_ino))
    default: self = .other
    }
  }
}

private struct FolderSearch {
  var found: Set<String> = []
  var unreadable: [Corpus.Unreadable] = []
  private var visited: Set<FileKind.Identity> = []

  mutating func visit(_ root: String, _ identity: FileKind.Identity) {
    var pending = [(path: root, identity: identity)]
    while let (path, identity) = pending.popLast() {
      guard visited.insert(identity).inserted else { continue }
      guard let folder = opendir(path) else {
        unreadable.append(Corpus.Unreadable(path: path, reason: systemReason()))
        continue
      }
      // Sorted, so that a folder with two paths is always found by the same one.
      for name in Self.names(in: folder).sorted() {
        let child = path.hasSuffix("/") ? path + name : path + "/" + name
        if case .folder(let identity)? = FileKind(path: child) {
          pending.append((child, identity))
        } else if Self.isMIDI(name) {
          found.insert(child)
        }
      }
    }
  }

  /// Reads and closes a folder.
  private static func names(in folder: FolderStream) -> [String] {
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func isMIDI(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix(".mid") || name.hasSuffix(".midi")
  }
}
