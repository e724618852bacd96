package import Events

/// What is wrong with a page at its place in the journal.
package enum PageProblem: Error, Equatable, Sendable {
  case page(first: UInt64, PageFault)
  case otherJournal(first: UInt64)
  case wrongKey(UInt64, UInt64)
  case gap(after: UInt64, found: UInt64)
  case disagrees(first: UInt64, String)
  case tooLarge(first: UInt64)
  case wrongChain(first: UInt64)
  case frame(sequence: UInt64, CodecFault)
}

extension PageProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .page(let first, let fault):
      switch fault {
      case .tooShort: "the page at event \(first) is too short"
      case .tooLong: "the page at event \(first) is longer than a page may be"
      case .wrongMagic: "the page at event \(first) does not begin as a page does"
      case .wrongChecksum: "the page at event \(first) has a wrong checksum"
      case .newerFormat(let format): "the page at event \(first) has the newer format \(format)"
      case .wrongHeader: "the header of the page at event \(first) contradicts itself"
      case .wrongStream: "the compressed frames of the page at event \(first) cannot be inflated"
      }
    case .otherJournal(let first): "the page at event \(first) belongs to another journal"
    case .wrongKey(let key, let first): "the page filed under event \(key) begins at event \(first)"
    case .gap(let after, let found):
      "event \(after + 1) is missing: the next page begins at \(found)"
    case .disagrees(let first, let what): "the page at event \(first) disagrees about \(what)"
    case .tooLarge(let first): "the page at event \(first) holds more than its turns may fill"
    case .wrongChain(let first): "the hash chain breaks in the page at event \(first)"
    case .frame(let sequence, let fault): "event \(sequence) cannot be read: \(fault)"
    }
  }

  /// Whether a newer program could read it, so that this one cannot find out.
  package var isNewer: Bool {
    switch self {
    case .page(_, .newerFormat): true
    case .frame(_, let fault): fault.isNewer
    default: false
    }
  }
}
