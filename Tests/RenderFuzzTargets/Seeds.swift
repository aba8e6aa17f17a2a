import RenderFiles

/// The folder of the package.
let packageFolder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

extension FuzzTarget {
  /// The contents of the files in the seeds' folders, by path; what is larger than any seed has to be is left out.
  public var seeds: [[UInt8]] {
    get throws {
      try seedFolders.map { "\(packageFolder)/\($0)" }.flatMap { folder in
        try fileNames(in: folder).map { try readFile("\(folder)/\($0)", first: 1 << 18) }
          .filter { $0.count <= 1 << 17 && !($0.isEmpty) }
      }
    }
  }
}
