public import Events
public import Market
import Numerics

/// How often a signature came back, as its newest signal tells.
public struct Repetition: Equatable, Sendable {
  /// Signals of the last hour, this one included.
  public let countHour: Int64
  /// Recurrences within a day, each at least 64 bars from the one before: their windows share next
  /// to nothing.
  public let echoCount: Int64
  /// Time of the first signal counted in `countHour`.
  public let firstSeen: Timestamp

  public init(countHour: Int64, echoCount: Int64, firstSeen: Timestamp) {
    self.countHour = countHour
    self.echoCount = echoCount
    self.firstSeen = firstSeen
  }
}

/// The signatures of one instrument's signals of the last day.
///
/// Survives seams and resets. Holds at most one entry for each signal of the last 30 hours: a day
/// for what may still count, six hours until the next sweep.
///
/// Source: metrics-kernel.md, section 9.
public struct EchoMemory: Equatable, Sendable {
  private static let hour = 3_600 * nanosecondsPerSecond
  private static let day = 24 * hour
  /// Windows that share next to nothing are this many bars apart.
  private static let echoBars: Int64 = 64

  /// The signals of one signature.
  fileprivate struct Seen: Equatable, Sendable {
    /// Times within an hour of the newest.
    var hour: [Timestamp] = []
    /// Times within a day of the newest, 64 bars or more apart.
    var echoes: [Timestamp] = []
    var newest = Timestamp.zero
    /// The newest signal.
    var sequence: UInt64 = 0

    mutating func add(_ time: Timestamp, barNanoseconds: Int64) {
      hour.removeFirst(hour.countOlder(than: EchoMemory.hour, at: time))
      hour.append(time)
      let old = echoes.countOlder(than: EchoMemory.day, at: time)
      if isEcho(time, barNanoseconds) { echoes.append(time) }
      echoes.removeFirst(old)
      newest = max(newest, time)
    }

    /// What a signal at a time would tell, as after `add`, without a copy of the lists.
    func repetition(at time: Timestamp, barNanoseconds: Int64) -> Repetition {
      let old = hour.countOlder(than: EchoMemory.hour, at: time)
      let echoes = echoes.count - echoes.countOlder(than: EchoMemory.day, at: time)
      return Repetition(
        countHour: Int64(hour.count - old + 1),
        echoCount: max(0, Int64(echoes + (isEcho(time, barNanoseconds) ? 1 : 0)) - 1),
        firstSeen: old < hour.count ? hour[old] : time)
    }

    private func isEcho(_ time: Timestamp, _ barNanoseconds: Int64) -> Bool {
      guard let last = echoes.last else { return true }
      return time.nanoseconds - last.nanoseconds >= EchoMemory.echoBars * barNanoseconds
    }
  }

  private var seen = OrderedMap<Signature, Seen>()
  /// The quarter of a day, counted from 1970, in which old entries were dropped last.
  private var sweptQuarter: Int64 = 0

  public init() {}

  /// How many signatures are remembered.
  public var count: Int { seen.count }

  /// What a signal with this signature would tell. Changes nothing.
  ///
  /// - Parameter barNanoseconds: Length of a bar, up to a week.
  public func repetition(
    of signature: Signature, at time: Timestamp, barNanoseconds: Int64
  ) -> Repetition {
    seen.reading(signature) { $0.repetition(at: time, barNanoseconds: barNanoseconds) }
      ?? Seen().repetition(at: time, barNanoseconds: barNanoseconds)
  }

  /// The newest signal with this signature, or 0 when there is none within a day.
  public func newestSignal(with signature: Signature, at time: Timestamp) -> UInt64 {
    seen.reading(signature) {
      time.nanoseconds - $0.newest.nanoseconds <= Self.day ? $0.sequence : 0
    } ?? 0
  }

  /// Applies a recorded signal.
  public mutating func apply(
    _ signature: Signature, at time: Timestamp, barNanoseconds: Int64, sequence: UInt64
  ) {
    seen.change(signature, from: Seen()) {
      $0.add(time, barNanoseconds: barNanoseconds)
      $0.sequence = sequence
    }
    // What is older than a day cannot change a result any more, so when it goes does not matter.
    let quarter = time.nanoseconds / (6 * Self.hour)
    guard quarter != sweptQuarter else { return }
    sweptQuarter = quarter
    seen.keep { time.nanoseconds - $0.newest.nanoseconds <= Self.day }
  }
}

extension [Timestamp] {
  /// How many at the front are more than `span` before `time`.
  fileprivate func countOlder(than span: Int64, at time: Timestamp) -> Int {
    var old = 0
    while old < count, time.nanoseconds - self[old].nanoseconds > span { old += 1 }
    return old
  }
}

extension EchoMemory: StateKeeping {
  /// One signature and its signals, as the state lists them.
  private struct Entry {
    var signature = Signature.none
    var seen = Seen()
  }

  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.count("swept_quarter", &sweptQuarter)
    var entries = zip(seen.keys, seen.values).map { Entry(signature: $0, seen: $1) }
    archive.list("echoes", &entries, of: Entry(), atMost: 1 << 20) { entry, archive in
      entry.signature.archive(into: &archive)
      entry.seen.archive(into: &archive)
    }
    guard archive.isReading else { return }
    let ascends = zip(entries, entries.dropFirst()).allSatisfy { $0.signature < $1.signature }
    archive.require(ascends)
    seen = OrderedMap(ascends ? entries.map { ($0.signature, $0.seen) } : [])
  }
}

extension EchoMemory.Seen: StateKeeping {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.list("hour", &hour, of: .zero, atMost: 1 << 20) { $1.time("n", &$0) }
    archive.list("day", &echoes, of: .zero, atMost: 1 << 20) { $1.time("n", &$0) }
    archive.time("newest", &newest)
    archive.count("newest_signal", &sequence)
  }
}
