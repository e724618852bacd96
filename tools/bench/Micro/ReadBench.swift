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
    var frames: [Frame] = []
    var arena = ByteBuffer()
    try pass("scan", times) { log in
      var events: UInt64 = 0
      // Every field of a quote and something of each other body is used, so that no decoding can be left
      // out.
      var used: UInt64 = 0
      try JournalWalk.pages(of: log, path: path) { _, bytes in
        var reader = TurnReader(bytes)
        while true {
          if let quote = reader.nextQuote() {
            used &+= UInt64(bitPattern: quote.atDelta ^ quote.occurredLag ^ quote.position)
            used &+= UInt64(bitPattern: quote.bid ^ quote.ask)
            used &+= UInt64(quote.source) ^ UInt64(quote.instrument)
            events &+= 1
            continue
          }
          guard try reader.nextTurn(into: &frames) else { return true }
          for frame in frames {
            arena.removeAll()
            used &+= UInt64(try frame.body(in: bytes, arena: &arena).kind.rawValue)
          }
          events &+= UInt64(frames.count)
        }
      }
      guard used > 0 else { throw BenchError.failed("\(path) holds no event") }
      return events
    }
  }

  /// Every page copied out and its CRC checked, both chains made again from the frames, and the heads
  /// that each page's header holds compared.
  func chain(times: Int) throws {
    var open: [Frame] = []
    try pass("chain", times) { log in
      let chain = ChainState()
      var last: UInt64 = 0
      try JournalWalk.pages(of: log, path: path) { header, frames in
        if header.nodeEventsSoFar == chain.nodeEvents {
          try addContents(frames, to: chain)
        } else {
          try add(frames, of: header, to: chain, &open)
        }
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

  /// Adds the frames of a page that holds no event of the node: where each ends is all that must be known.
  private func addContents(
    _ bytes: UnsafeRawBufferPointer, to chain: ChainState
  ) throws {
    var hashed = 0
    var offset = 0
    var events: UInt64 = 0
    func flush() {
      chain.add(UnsafeRawBufferPointer(rebasing: bytes[hashed..<offset]), events: events)
      hashed = offset
      events = 0
    }
    var actor = chain.roomInLink
    while offset < bytes.count {
      let length = bytes[offset]
      if length < 0x80 {
        // A length of one byte, as most are, stands for itself.
        offset += 1 + Int(length)
      } else {
        var reader = ByteReader(bytes, offset..<bytes.count)
        let longer = Int(reader.varint(atMost: UInt64(TurnRecord.mostBytes)))
        if let fault = reader.fault { throw fault }
        offset = reader.offset + longer
      }
      guard offset <= bytes.count else { throw CodecFault.truncated }
      events += 1
      guard events == actor else { continue }
      flush()
      actor = chain.roomInLink
    }
    flush()
  }

  /// Adds a page's frames in runs that end where a link ends or a node's own frame stands.
  private func add(
    _ bytes: UnsafeRawBufferPointer, of header: PageHeader, to chain: ChainState,
    _ frames: inout [Frame]
  ) throws {
    var run = FrameRun(for: chain)
    var sequence = header.firstSequence
    var at = header.atBefore
    var contentAt = header.contentAtBefore
    var reader = TurnReader(bytes)
    while true {
      if let quote = reader.nextQuote() {
        run.add(quote.start..<quote.end, of: bytes)
        contentAt = contentAt.adding(nanoseconds: quote.atDelta)
        at = contentAt
        sequence += 1
        continue
      }
      guard try reader.nextTurn(into: &frames) else { break }
      let time = (frames[0].flags.isNode ? at : contentAt).adding(nanoseconds: frames[0].atDelta)
      at = time
      if !frames[0].flags.isNode { contentAt = time }
      for frame in frames {
        if frame.flags.isNode {
          run.flush(bytes)
          chain.addNode(
            UnsafeRawBufferPointer(rebasing: bytes[frame.start..<frame.end]), sequence: sequence,
            at: time.nanoseconds)
        } else {
          run.add(frame.start..<frame.end, of: bytes)
        }
        sequence += 1
      }
    }
    run.flush(bytes)
  }
}
