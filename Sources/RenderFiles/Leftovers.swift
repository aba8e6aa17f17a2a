import RenderSystem
import Synchronization

/// Temporary files of `AtomicFile` that a process has left which was killed.
///
/// Whoever writes a temporary file holds a lock on it (`flock`), which the system releases however the process ends: one
/// that can be locked is nobody's. It is removed by the next process of the same user that writes into the folder.
extension AtomicFile {
  /// Removes what processes that were killed have left of the user's files in a folder.
  public static func removeLeftovers(in folder: Folder) {
    for name in folder.names
    where name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix) {
      removeUnlessHeld(name, in: folder)
    }
  }

  /// Removes leftovers from the folder of a file, where this process has not done so yet.
  static func removeLeftoversOnce(beside target: String, in folder: Folder?) {
    guard let folder = try? folder ?? Folder(parent(of: target)) else { return }
    var status = stat()
    guard fstat(folder.descriptor, &status) == 0,
      visited.withLock({ $0.insert(Place(device: status.st_dev, inode: status.st_ino)).inserted })
    else { return }
    removeLeftovers(in: folder)
  }

  /// Takes the lock of a file that was just made; false where its name is gone by now, with somebody who took it for a
  /// leftover.
  static func hold(_ descriptor: Int32) -> Bool {
    // Some file systems have no locks: there, nothing is ever taken for a leftover.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return errno != EWOULDBLOCK }
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink > 0
  }

  private struct Place: Hashable {
    var device: dev_t
    var inode: ino_t
  }

  /// The folders in which this process has looked.
  private static let visited = Mutex<Set<Place>>([])

  private static func removeUnlessHeld(_ name: String, in folder: Folder) {
    guard let (descriptor, held) = try? openRegularFile(name, O_RDWR, in: folder) else { return }
    defer { close(descriptor) }
    guard held.st_uid == geteuid(), held.st_nlink == 1,
      !isRemote(held.st_dev) || time(nil) - held.st_mtim.tv_sec > day,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    var named = stat()
    guard fstatat(folder.descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0,
      named.st_ino == held.st_ino, named.st_dev == held.st_dev
    else { return }
    folder.remove(name)
  }

  private static let day = 86_400

  /// Whether a device is the disk of another machine, whose locks may be known to each machine alone: there, only what
  /// nobody has touched for a day is a leftover.
  private static func isRemote(_ device: dev_t) -> Bool {
    guard let mounts = try? readFile("/proc/self/mountinfo", first: 1 << 20) else { return false }
    // As `makedev(3)` puts them together.
    let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
    let minor = device & 0xFF | device >> 12 & ~0xFF
    let number = "\(major):\(minor)"
    return String(decoding: mounts, as: UTF8.self).split(separator: "\n").contains { line in
      // The number is the third word, the kind of file system the first one after a dash (proc(5)).
      let words = line.split(separator: " ")
      guard words.count > 2, words[2] == number, let dash = words.firstIndex(of: "-"),
        dash + 1 < words.count
      else { return false }
      return remoteSystems.contains { words[dash + 1].hasPrefix($0) }
    }
  }

  /// The beginnings of the names of network file systems.
  private static let remoteSystems = [
    "nfs", "cifs", "smb", "fuse.", "lustre", "gpfs", "ceph", "afs", "9p", "beegfs",
  ]
}
