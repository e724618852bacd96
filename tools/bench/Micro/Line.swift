import Glibc

/// Writes a line of numbers at once, past every buffer: its process may die the moment after.
func tell(_ line: String, to descriptor: Int32 = STDOUT_FILENO) {
  let bytes = Array((line + "\n").utf8)
  let written = write(descriptor, bytes, bytes.count)
  precondition(written == bytes.count, "nobody takes the line: \(line)")
}

/// Nanoseconds that a measurement took.
func nanoseconds(_ body: () throws -> Void) rethrows -> Int64 {
  let begin = monotonic()
  try body()
  return monotonic() - begin
}

/// A clock that only goes forward, the one Python calls monotonic as well.
func monotonic() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

/// Things a second, from things and nanoseconds.
func rate(_ count: UInt64, _ nanoseconds: Int64) -> Int64 {
  Int64(Double(count) * 1e9 / Double(max(nanoseconds, 1)))
}
