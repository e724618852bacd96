import Journal
import Market
import Numerics

/// The chains after some events, straight from the definition on the format page, with Core's SHA-256.
struct DefinedChain {
  private(set) var link = Digest256.zero
  private(set) var contentHead: Digest256
  private(set) var nodeHead = Digest256.zero
  private let lastSequence: UInt64

  init(of events: some Sequence<WrittenEvent>) {
    let events = Array(events)
    lastSequence = events.last?.sequence ?? 0

    let contents = events.filter { !$0.isNode }.map(\.frame)
    var linked = 0
    while contents.count - linked >= 1_024 {
      let between = contents[linked..<linked + 1_024].flatMap { $0 }
      link = SHA256.digest(of: link.bytes + between)
      linked += 1_024
    }
    contentHead = SHA256.digest(of: link.bytes + contents[linked...].flatMap { $0 })

    for event in events where event.isNode {
      let place = Self.eightBytes(event.sequence) + Self.eightBytes(UInt64(event.at.nanoseconds))
      nodeHead = SHA256.digest(of: nodeHead.bytes + place + event.frame)
    }
  }

  func headHash(of journal: JournalID) -> Digest256 {
    SHA256.digest(
      of: journal.bytes + Self.eightBytes(lastSequence) + contentHead.bytes + nodeHead.bytes)
  }

  private static func eightBytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
