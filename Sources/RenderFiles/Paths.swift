/// The folder in which a path without a slash at its end lies: `/` for the root itself, `.` for a bare name.
package func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The path of what has a name in a folder; the empty folder is the current one.
package func path(_ name: String, in folder: String) -> String {
  folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}
