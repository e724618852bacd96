import Glibc
import Synchronization

/// What this process has begun and not finished, for whoever must end it in the middle.
package enum HalfDone {
  private struct Lists {
    var files: [String] = []
    var words: [String] = []
  }

  private static let lists = Mutex(Lists())

  /// Notes a file that is removed when the process is told to stop.
  package static func note(file: String) { lists.withLock { $0.files.append(file) } }

  /// Notes in a sentence what would be left.
  package static func note(_ words: String) { lists.withLock { $0.words.append(words) } }

  package static func forget(_ what: String) {
    lists.withLock { lists in
      lists.files.removeAll { $0 == what }
      lists.words.removeAll { $0 == what }
    }
  }

  /// Removes the files, and tells what else is left.
  package static func clear() -> [String] {
    let found = lists.withLock { lists in
      defer { lists.files = [] }
      return lists
    }
    for file in found.files { unlink(file) }
    return found.words
  }
}
