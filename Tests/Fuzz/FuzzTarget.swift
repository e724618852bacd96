/// A reader of bytes that nobody vouches for, as libFuzzer tries it.
///
/// One small file under Targets makes one, `all` below names it; Tests/Fuzz/README.md says the rest.
struct FuzzTarget: Sendable {
  /// What people call it, and its folder below `corpora`.
  let name: String
  /// The files of the parser, from the root of the repository: each must be reached on 60 % of its
  /// lines at least.
  let parser: [String]
  /// Bytes to begin with, made of synthetic data only.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Reads the bytes, and refutes whatever does not hold of what was taken.
  let read: @Sendable (UnsafeRawBufferPointer) -> Void

  static let all: [FuzzTarget] = [
    .frames, .pages, .snapshots, .tree, .ticks, .candles, .gzip, .commandLine,
  ]
}

/// Ends the run of libFuzzer, which keeps the bytes that led here.
func refute(_ what: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError("Refuted: \(what)", file: file, line: line)
}

func mustHold(
  _ holds: Bool, _ what: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !holds { refute(what(), file: file, line: line) }
}

/// An error has words for people, whichever bytes led to it.
func mustSpeak(_ error: some Error & CustomStringConvertible) {
  mustHold(!error.description.isEmpty, "an error without a word")
}
