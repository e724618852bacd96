import AllocationCount
import Events
import Foundation
import Turns

/// `allocations`: counts what replay asks of the heap. `tools/allocations/run` builds and calls it.
///
/// Exit status: 0 within bounds; 1 above one; 2 could not find out.
@main enum AllocationsMain {
  private static let rows = 50_000

  static func main() {
    // A list grows once at least, so a count of none would mean that nothing is counted.
    let before = retrace_allocations()
    let list = [UInt64](repeating: before, count: rows)
    guard retrace_allocations() > list[0] else { end(2, "nothing is counted on this machine") }
    do {
      let told = [
        try quotesAlone(),
        try quotesAndCandles("a candle without a signal", stride: 1_440, atMost: 2),
        try quotesAndCandles("a candle with a signal", stride: 1, atMost: 12),
      ]
      for measured in told { print(measured.line) }
      guard told.allSatisfy(\.isWithinBound) else {
        end(
          1,
          """
          the direct loop asks the heap for more than it may. Nothing was changed. Look at what changed \
          in Sources/Core for arrays, strings, closures and boxes made once an event.
          """)
      }
    } catch {
      end(2, "\(error)")
    }
  }

  /// Pages of quotes that nobody answers: the most of every journal. Nothing is allowed.
  private static func quotesAlone() throws -> Measured {
    var tape = PageTape()
    try tape.open()
    // A quote opens each bucket; those of the pages after it stay within their minute.
    try tape.quotes(from: 0, count: 2, everyMilliseconds: 1)
    let opening = tape.cut()
    try tape.quotes(from: 10, count: 1_000, everyMilliseconds: 1)
    let warmUp = tape.cut()
    try tape.quotes(from: 2_000, count: rows, everyMilliseconds: 1)
    let page = tape.cut()
    return try Measured.replay(
      "a quote that nobody answers", [opening, warmUp], page, units: rows, atMost: 0)
  }

  /// A day of minutes in which every quote closes a candle, of which the kernel says metrics.
  ///
  /// Candles are rare, so the bounds are what they ask for today: one or two, and up to twelve with a
  /// signal, whose signature has a text and whose echoes are lists.
  private static func quotesAndCandles(
    _ name: String, stride: Int64, atMost: Double
  ) throws -> Measured {
    var tape = PageTape()
    try tape.open(stride: stride)
    let candles = 2 * 1_440
    let day: Int64 = 86_400_000
    try tape.quotes(from: 0, count: candles, everyMilliseconds: 30_000)
    let warmUp = tape.cut()
    try tape.quotes(from: day, count: candles, everyMilliseconds: 30_000)
    let page = tape.cut()
    return try Measured.replay(name, [warmUp], page, units: candles, atMost: atMost)
  }

  private static func end(_ status: Int32, _ why: String) -> Never {
    FileHandle.standardError.write(Data("allocations: \(why)\n".utf8))
    exit(status)
  }
}

/// How often one page asked the heap.
struct Measured {
  let name: String
  let allocations: UInt64
  let units: Int
  /// Allocations that a unit may have.
  let atMost: Double

  var isWithinBound: Bool { Double(allocations) <= atMost * Double(units) }

  var line: String {
    let each = Double(allocations) / Double(units)
    return "\(isWithinBound ? "within" : "ABOVE") \(atMost): \(name): \(allocations) allocations, "
      + "\(units) times, \((each * 100).rounded() / 100) each"
  }

  /// Replays pages with reducers that apply them for the first time, and counts during the last.
  static func replay(
    _ name: String, _ before: [[UInt8]], _ page: [UInt8], units: Int, atMost: Double
  ) throws -> Measured {
    var engine = TurnEngine(Reducers())
    var counts = ReplayCounts()
    for early in before { try apply(early, &engine, &counts) }
    let verified = counts.verified
    let start = retrace_allocations()
    try apply(page, &engine, &counts)
    let end = retrace_allocations()
    guard engine.difference == nil, counts.verified >= verified + UInt64(units) else {
      throw NotReplayed()
    }
    return Measured(name: name, allocations: end - start, units: units, atMost: atMost)
  }

  private static func apply(
    _ page: [UInt8], _ engine: inout TurnEngine<Reducers>, _ counts: inout ReplayCounts
  ) throws {
    let goesOn = try page.withUnsafeBytes { bytes in
      try engine.replay(
        page: bytes, verifyingFrom: 1, through: .max, counts: &counts, onNode: { _, _ in })
    }
    guard goesOn else { throw NotReplayed() }
  }
}

struct NotReplayed: Error, CustomStringConvertible {
  let description = "the page was not replayed as it was recorded, so nothing was measured"
}
