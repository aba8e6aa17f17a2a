import Glibc
import RenderFiles

/// Limits the address space of this process to what it has now, and so many bytes more.
public func limitMemory(toPresentAnd bytes: Int) {
  let text =
    (try? readFile("/proc/self/statm", first: 100)).map { String(decoding: $0, as: UTF8.self) }
    ?? ""
  let pages = text.split(separator: " ").first.flatMap { Int($0) } ?? 0
  let limit = rlim_t(pages * sysconf(Int32(_SC_PAGESIZE)) + bytes)
  var limits = rlimit(rlim_cur: limit, rlim_max: limit)
  setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits)
}
