import CRenderZip
import RenderSystem

extension NotatedScore {
  /// The score as a compressed MusicXML file, `.mxl`: a zip archive of the document and of a container that names it
  /// ("MusicXML 4.0", Compressed .MXL Files). The same score is the same bytes.
  ///
  /// - Throws: `NotationError.notCompressed`, where memory is missing.
  public func compressedMusicXML() throws(NotationError) -> [UInt8] {
    let container = """
      <?xml version="1.0" encoding="UTF-8"?>
      <container>
       <rootfiles>
        <rootfile full-path="score.musicxml" media-type="application/vnd.recordare.musicxml+xml"/>
       </rootfiles>
      </container>

      """
    return try ZipArchive.bytes(of: [
      ("META-INF/container.xml", Array(container.utf8)), ("score.musicxml", musicXML()),
    ])
  }
}

/// A zip archive in memory while it is written.
private struct ZipArchive: ~Copyable {
  /// Where the archive lies; it outlives the handle on the archive itself.
  private let memory: OpaquePointer
  private var archive: OpaquePointer?

  private init(_ memory: OpaquePointer, _ archive: OpaquePointer) {
    (self.memory, self.archive) = (memory, archive)
  }

  private static func open() throws(NotationError) -> ZipArchive {
    guard let memory = zip_source_buffer_create(nil, 0, 0, nil) else {
      throw .notCompressed(reason: "no memory")
    }
    guard let archive = zip_open_from_source(memory, ZIP_TRUNCATE, nil) else {
      zip_source_free(memory)
      throw .notCompressed(reason: "no memory")
    }
    // The archive has one share of its source, this value another.
    zip_source_keep(memory)
    return ZipArchive(memory, archive)
  }

  deinit {
    if let archive { zip_discard(archive) }
    zip_source_free(memory)
  }

  /// The archive of some files, compressed, all of them of 1 January 1980.
  static func bytes(
    of files: [(name: String, contents: [UInt8])]
  ) throws(NotationError) -> [UInt8] {
    var archive = try open()
    for (name, contents) in files { try archive.add(name, contents) }
    try archive.close()
    return try archive.read()
  }

  private func add(_ name: String, _ contents: [UInt8]) throws(NotationError) {
    // Of its own memory, which libzip frees with the source: it reads the contents when the archive is closed.
    let copy = malloc(max(1, contents.count))
    contents.withUnsafeBytes { copy?.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    guard let copy, let source = zip_source_buffer(archive, copy, UInt64(contents.count), 1) else {
      free(copy)
      throw .notCompressed(reason: reason)
    }
    let index = zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw .notCompressed(reason: reason)
    }
    let dayOne: UInt16 = 1 << 5 | 1
    guard zip_file_set_dostime(archive, UInt64(index), 0, dayOne, 0) == 0,
      zip_set_file_compression(archive, UInt64(index), ZIP_CM_DEFLATE, 9) == 0
    else { throw .notCompressed(reason: reason) }
  }

  private mutating func close() throws(NotationError) {
    guard zip_close(archive) == 0 else { throw .notCompressed(reason: reason) }
    archive = nil
  }

  private func read() throws(NotationError) -> [UInt8] {
    var status = zip_stat_t()
    guard zip_source_stat(memory, &status) == 0, zip_source_open(memory) == 0 else {
      throw .notCompressed(reason: "no archive")
    }
    defer { zip_source_close(memory) }
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    guard zip_source_read(memory, &bytes, status.size) == Int64(status.size) else {
      throw .notCompressed(reason: "no archive")
    }
    return bytes
  }

  /// What libzip says about its last failure.
  private var reason: String {
    guard let archive, let text = zip_strerror(archive) else { return "no memory" }
    return String(cString: text)
  }
}
