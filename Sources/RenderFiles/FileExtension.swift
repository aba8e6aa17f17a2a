/// The extension of a path: what follows the last dot of its last part, in lower case; nil without a dot.
public func fileExtension(of path: String) -> String? {
  let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
  return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
}
