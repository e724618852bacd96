import Crypto
package import Events
package import Market
package import Numerics

/// A snapshot as it stands in the journal: where it was taken, and the state of each actor there.
///
/// Bound to its place by the heads of both chains. Layout: schemas/journal-format.md, section 8.
package struct SnapshotRecord: Equatable, Sendable {
  package static let magic: UInt32 = 0x4E53_5452  // "RTSN"
  package static let format: UInt16 = 1
  package static let headerBytes = 136
  /// The most that the sections of one snapshot may fill.
  package static let mostBytes = 4 << 20
  package static let mostSections = 64
  /// How many are kept, besides that of a child's base.
  package static let mostKept = 3

  package static func mostKept(in journal: JournalIdentity) -> Int {
    journal.base.isNone ? mostKept : mostKept + 1
  }

  package let journal: JournalID
  /// The last event that the state has applied; ends a turn and a page.
  package let sequence: UInt64
  package let at: Timestamp
  /// Version of the rules that the reducers followed.
  package let rules: Int64
  package let contentHead: Digest256
  package let nodeHead: Digest256
  package let takenAt: Timestamp
  package let sections: [SnapshotSection]

  package init(
    journal: JournalID, sequence: UInt64, at: Timestamp, rules: Int64, contentHead: Digest256,
    nodeHead: Digest256, takenAt: Timestamp, sections: [SnapshotSection]
  ) {
    self.journal = journal
    self.sequence = sequence
    self.at = at
    self.rules = rules
    self.contentHead = contentHead
    self.nodeHead = nodeHead
    self.takenAt = takenAt
    self.sections = sections
  }

  /// Bytes that sections take in a record.
  package static func size(of sections: [SnapshotSection]) -> Int {
    sections.reduce(0) { $0 + 64 + $1.name.utf8.count + $1.bytes.count }
  }

  package func encoded() -> [UInt8] {
    var body = ByteBuffer(capacity: Self.size(of: sections))
    for section in sections {
      let name = [UInt8](section.name.utf8)
      body.append(varint: UInt64(name.count))
      body.append(name)
      body.append(varint: UInt64(section.version))
      body.append(varint: UInt64(section.bytes.count))
      body.append(Self.digest(of: section.bytes))
      body.append(section.bytes)
    }
    var record = ByteBuffer(capacity: Self.headerBytes + body.count)
    record.append(fixed32: Self.magic)
    record.append(fixed16: Self.format)
    record.append(fixed16: UInt16(Self.headerBytes))
    record.append(journal.bytes)
    record.append(fixed64: sequence)
    record.append(at)
    record.append(fixed64: UInt64(bitPattern: rules))
    record.append(contentHead)
    record.append(nodeHead)
    record.append(takenAt)
    record.append(fixed32: UInt32(sections.count))
    record.append(fixed32: UInt32(body.count))
    record.append(fixed32: 0)
    record.append(fixed32: 0)
    record.append(body.bytes)
    var seal = ByteBuffer(capacity: 64)
    seal.append(fixed32: crc32c(record.bytes, headerBytes: Self.headerBytes))
    record.replace(at: Self.headerBytes - 4, with: [UInt8](seal.bytes))
    return [UInt8](record.bytes)
  }

  /// Reads a record that nobody vouches for: checksum, header, and the digest of each section.
  package init(_ bytes: UnsafeRawBufferPointer) throws(SnapshotFault) {
    guard bytes.count >= Self.headerBytes else { throw .tooShort }
    var reader = ByteReader(bytes)
    guard reader.fixed32() == Self.magic else { throw .wrongMagic }
    let format = reader.fixed16()
    let headerBytes = reader.fixed16()
    var stored = ByteReader(bytes, Self.headerBytes - 4..<Self.headerBytes)
    guard stored.fixed32() == crc32c(bytes, headerBytes: Self.headerBytes) else {
      throw .wrongChecksum
    }
    guard format <= Self.format else { throw .newerFormat(format) }
    guard format == Self.format, Int(headerBytes) == Self.headerBytes else { throw .wrongHeader }
    journal = JournalID(bytes: [UInt8](reader.bytes(16)))
    sequence = reader.fixed64()
    at = reader.time()
    rules = Int64(bitPattern: reader.fixed64())
    contentHead = reader.digest()
    nodeHead = reader.digest()
    takenAt = reader.time()
    let count = Int(reader.fixed32())
    let size = Int(reader.fixed32())
    let zeros = reader.fixed32()
    guard reader.fault == nil, sequence > 0, sequence < 1 << 62, zeros == 0,
      count <= Self.mostSections, size == bytes.count - Self.headerBytes, size <= Self.mostBytes
    else { throw .wrongHeader }
    sections = try Self.sections(count, in: bytes)
  }

  private static func sections(
    _ count: Int, in bytes: UnsafeRawBufferPointer
  ) throws(SnapshotFault) -> [SnapshotSection] {
    var reader = ByteReader(bytes, headerBytes..<bytes.count)
    var sections: [SnapshotSection] = []
    for _ in 0..<count {
      let name = reader.bytes(Int(reader.varint(atMost: 64)))
      let version = UInt16(truncatingIfNeeded: reader.varint(atMost: 65_535))
      let size = Int(reader.varint(atMost: UInt64(mostBytes)))
      let digest = reader.digest()
      let body = [UInt8](reader.bytes(size))
      guard reader.fault == nil, !name.isEmpty, name.allSatisfy({ (33..<127).contains($0) }) else {
        throw .wrongSections
      }
      let text = String(decoding: name, as: UTF8.self)
      guard !sections.contains(where: { $0.name == text }) else { throw .wrongSections }
      guard Self.digest(of: body) == digest else { throw .wrongDigest(section: text) }
      sections.append(SnapshotSection(name: text, version: version, bytes: body))
    }
    guard reader.isAtEnd else { throw .wrongSections }
    return sections
  }

  /// SHA-256 of a section's bytes.
  package static func digest(of bytes: [UInt8]) -> Digest256 {
    let hash = StreamingSHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.digest()
  }
}

/// What can be wrong with a snapshot. Events are never touched by it: they hold the same state.
package enum SnapshotFault: Error, Equatable, Sendable {
  case tooShort
  case wrongMagic
  case wrongChecksum
  case newerFormat(UInt16)
  case wrongHeader
  case wrongSections
  case wrongDigest(section: String)
  case wrongKey
  case otherJournal
  /// No page ends at its event.
  case noPage
  /// It is of a later event than the last one.
  case behindEnd
  /// The chains stood elsewhere at its event.
  case otherChain
}

extension SnapshotFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooShort: "it is too short"
    case .wrongMagic: "it does not begin as a snapshot does"
    case .wrongChecksum: "its checksum is wrong"
    case .newerFormat(let format): "it has the newer format \(format)"
    case .wrongHeader: "its header contradicts itself"
    case .wrongSections: "its sections are not well formed"
    case .wrongDigest(let section): "the digest of its section \(section) is wrong"
    case .wrongKey: "it is filed under another event than its own"
    case .otherJournal: "it belongs to another journal"
    case .noPage: "no page ends at its event"
    case .behindEnd: "the journal ends before its event"
    case .otherChain: "its hashes are not the journal's at its event"
    }
  }
}
