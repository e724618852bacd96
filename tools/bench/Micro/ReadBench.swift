import Events
import Journal
import Market
import Node

/// Reads a whole journal in three ways, each several times. The first pass only warms the page cache
/// and is not told.
struct ReadBench {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Every page copied out and its CRC checked, every frame parsed, every body decoded to its type.
  func scan(times: Int) throws {
    try pass("scan", times) { log in
      var events: UInt64 = 0
      var texts = ByteBuffer()
      // Something of each body is used, so that no decoding can be left out.
      var kinds: UInt64 = 0
      try JournalWalk.turns(of: log, path: path) { turn in
        for frame in turn.frames {
          texts.removeAll()
          kinds &+= UInt64(try frame.body(in: turn.bytes, texts: &texts).kind.rawValue)
        }
        events += UInt64(turn.frames.count)
        return true
      }
      guard kinds > 0 else { throw BenchError.failed("\(path) holds no event") }
      return events
    }
  }

  /// Every page copied out and its CRC checked, both chains made again from the frames, and the heads
  /// that each page's header holds compared.
  func chain(times: Int) throws {
    try pass("chain", times) { log in
      let chain = ChainState()
      var last: UInt64 = 0
      try JournalWalk.pages(of: log, path: path) { header, frames in
        try add(frames, of: header, to: chain)
        guard chain.contentHead() == header.contentHead, chain.nodeHead == header.nodeHead else {
          throw BenchError.failed("the chain breaks at event \(header.firstSequence)")
        }
        last = header.lastSequence
        return true
      }
      return last
    }
  }

  /// What `retrace audit verify` does.
  func audit(times: Int) throws {
    try pass("audit", times) { _ in
      let report = try JournalVerifier.verify(path)
      guard report.isGood else { throw BenchError.failed(report.problem ?? "the audit failed") }
      return report.events
    }
  }

  private func pass(
    _ name: String, _ times: Int, _ body: (LMDBEventLog) throws -> UInt64
  ) throws {
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    for number in 0...times {
      var events: UInt64 = 0
      let took = try nanoseconds { events = try body(log) }
      if number > 0 { tell("\(name) events=\(events) ev_s=\(rate(events, took))") }
    }
  }

  /// Adds a page's frames in runs that end where a link ends or a node's own frame stands.
  private func add(
    _ frames: UnsafeRawBufferPointer, of header: PageHeader, to chain: ChainState
  ) throws {
    var run = 0..<0
    var events: UInt64 = 0
    var sequence = header.firstSequence
    func flush() {
      if events > 0 { chain.add(UnsafeRawBufferPointer(rebasing: frames[run]), events: events) }
      events = 0
    }
    var at = header.atBefore
    var contentAt = header.contentAtBefore
    var offset = 0
    while offset < frames.count {
      let frame = try Frame.parse(frames, at: offset, end: frames.count)
      if frame.flags.isNode {
        flush()
        at = at.adding(nanoseconds: frame.atDelta)
        chain.addNode(
          UnsafeRawBufferPointer(rebasing: frames[offset..<frame.end]), sequence: sequence,
          at: at.nanoseconds)
      } else {
        if frame.flags.isFirst {
          contentAt = contentAt.adding(nanoseconds: frame.atDelta)
          at = contentAt
        }
        run = events == 0 ? offset..<frame.end : run.lowerBound..<frame.end
        events += 1
        if events == chain.roomInLink { flush() }
      }
      sequence += 1
      offset = frame.end
    }
    flush()
  }
}
