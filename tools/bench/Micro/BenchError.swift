import Glibc

/// Why a measurement could not be made.
enum BenchError: Error, CustomStringConvertible {
  case usage
  /// The operating system refused.
  case system(String, Int32)
  /// What was to be measured did not do what it is measured for.
  case failed(String)

  var description: String {
    switch self {
    case .usage:
      """
      append JOURNAL INTO BATCH COMMITS | scan JOURNAL TIMES | chain JOURNAL TIMES | \
      audit JOURNAL TIMES | live INTO DAYS | grow INTO EVENTS | ready JOURNAL FEED | \
      replays JOURNAL TIMES. Nothing was done.
      """
    case .system(let what, let code): "\(what): \(String(cString: strerror(code)))"
    case .failed(let text): text
    }
  }
}
