import Glibc

/// `bench WHAT …`: one measurement of our own code in one process. `tools/bench/run` calls it, sets it
/// beside its peers and says what each number means.
///
/// Prints lines of `name=value`. Exit status: 0 measured; 2 could not measure.
@main enum BenchMain {
  static func main() async {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      try await measure(words.first ?? "", Array(words.dropFirst()))
    } catch {
      tell("bench: \(error)", to: STDERR_FILENO)
      exit(2)
    }
  }

  private static func measure(_ what: String, _ words: [String]) async throws {
    switch (what, words.count) {
    case ("append", 4):
      try AppendBench(
        quotes: Quotes(of: words[0]), into: words[1], batch: number(words[2]),
        commits: number(words[3])
      ).run()
    case ("scan", 2): try ReadBench(words[0]).scan(times: number(words[1]))
    case ("chain", 2): try ReadBench(words[0]).chain(times: number(words[1]))
    case ("audit", 2): try ReadBench(words[0]).audit(times: number(words[1]))
    case ("live", 2): try await LiveBench.run(into: words[0], days: Int64(number(words[1])))
    case ("grow", 2): try GrowBench(words[0], events: UInt64(number(words[1]))).run()
    case ("ready", 2): try await ReadyBench.run(words[0], feed: words[1])
    case ("replays", 2): try MemoryBench(words[0]).run(times: number(words[1]))
    default: throw BenchError.usage
    }
  }

  private static func number(_ text: String) throws(BenchError) -> Int {
    guard let number = Int(text), (1...1_000_000_000).contains(number) else { throw .usage }
    return number
  }
}
