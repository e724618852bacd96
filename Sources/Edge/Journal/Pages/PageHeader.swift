package import Events
package import Market
package import Numerics

/// The 224 bytes in front of a page's frames.
///
/// Layout: schemas/journal-format.md, section 3.
package struct PageHeader: Equatable, Sendable {
  package static let byteCount = 224
  package static let magic: UInt32 = 0x4750_5452  // "RTPG"
  package static let format: UInt16 = 1
  /// The longest a page may be: a header and one turn of 4 MiB.
  package static let mostBytes = byteCount + TurnRecord.mostBytes

  package var journal: JournalID
  package var firstSequence: UInt64
  package var lastSequence: UInt64
  package var firstAt: Timestamp
  package var lastAt: Timestamp
  /// `at` of the last turn before the page.
  package var atBefore: Timestamp
  /// `at` of the last content turn before the page.
  package var contentAtBefore: Timestamp
  package var turns: UInt32
  package var inputs: UInt32
  package var contentEvents: UInt32
  /// So far, this page included, as are the next three.
  package var instrumentsListed: UInt32
  package var contentEventsSoFar: UInt64
  package var nodeEventsSoFar: UInt64
  package var newestListing: UInt64
  package var link: Digest256
  package var contentHead: Digest256
  package var nodeHead: Digest256
  package var committedAt: Timestamp
  package var frameBytes: UInt32

  /// Appends the header; the CRC is left zero until `seal`.
  package func write(to buffer: inout ByteBuffer) {
    buffer.append(fixed32: Self.magic)
    buffer.append(fixed16: Self.format)
    buffer.append(fixed16: UInt16(Self.byteCount))
    buffer.append(journal.bytes)
    buffer.append(fixed64: firstSequence)
    buffer.append(fixed64: lastSequence)
    buffer.append(firstAt)
    buffer.append(lastAt)
    buffer.append(atBefore)
    buffer.append(contentAtBefore)
    buffer.append(fixed32: turns)
    buffer.append(fixed32: inputs)
    buffer.append(fixed32: contentEvents)
    buffer.append(fixed32: instrumentsListed)
    buffer.append(fixed64: contentEventsSoFar)
    buffer.append(fixed64: nodeEventsSoFar)
    buffer.append(fixed64: newestListing)
    buffer.append(link)
    buffer.append(contentHead)
    buffer.append(nodeHead)
    buffer.append(committedAt)
    buffer.append(fixed32: frameBytes)
    buffer.append(fixed32: 0)
  }

  /// Reads a page and checks magic, CRC, format and length: what the page alone can tell.
  package init(page bytes: UnsafeRawBufferPointer) throws(PageFault) {
    try self.init(fieldsOf: bytes, isVouchedFor: false)
  }

  /// The same without the checksum, of a page that was just made.
  package init(fieldsOf page: UnsafeRawBufferPointer) throws(PageFault) {
    try self.init(fieldsOf: page, isVouchedFor: true)
  }

  private init(
    fieldsOf bytes: UnsafeRawBufferPointer, isVouchedFor: Bool
  ) throws(PageFault) {
    guard bytes.count >= Self.byteCount else { throw .tooShort }
    guard bytes.count <= Self.mostBytes else { throw .tooLong }
    var reader = ByteReader(bytes, 0..<Self.byteCount)
    guard reader.fixed32() == Self.magic else { throw .wrongMagic }
    let format = reader.fixed16()
    let headerBytes = reader.fixed16()
    guard isVouchedFor || Self.checksum(of: bytes) == Self.storedChecksum(of: bytes) else {
      throw .wrongChecksum
    }
    guard format <= StoredPage.format else { throw .newerFormat(format) }
    // Sound ones are expanded before anybody reads their header.
    guard format != StoredPage.format else { throw .wrongStream }
    guard format == Self.format, headerBytes == Self.byteCount else { throw .wrongHeader }
    journal = JournalID(bytes: [UInt8](reader.bytes(16)))
    firstSequence = reader.fixed64()
    lastSequence = reader.fixed64()
    firstAt = reader.time()
    lastAt = reader.time()
    atBefore = reader.time()
    contentAtBefore = reader.time()
    turns = reader.fixed32()
    inputs = reader.fixed32()
    contentEvents = reader.fixed32()
    instrumentsListed = reader.fixed32()
    contentEventsSoFar = reader.fixed64()
    nodeEventsSoFar = reader.fixed64()
    newestListing = reader.fixed64()
    link = reader.digest()
    contentHead = reader.digest()
    nodeHead = reader.digest()
    committedAt = reader.time()
    frameBytes = reader.fixed32()
    // A frame has a byte at least, which bounds the sequences before anybody counts with them.
    guard reader.fault == nil, Int(frameBytes) == bytes.count - Self.byteCount,
      firstSequence > 0, lastSequence >= firstSequence, lastSequence < 1 << 62,
      lastSequence - firstSequence < UInt64(frameBytes)
    else { throw .wrongHeader }
  }

  package init(
    journal: JournalID, firstSequence: UInt64, lastSequence: UInt64, firstAt: Timestamp,
    lastAt: Timestamp, atBefore: Timestamp, contentAtBefore: Timestamp, turns: UInt32,
    inputs: UInt32, contentEvents: UInt32, instrumentsListed: UInt32, contentEventsSoFar: UInt64,
    nodeEventsSoFar: UInt64, newestListing: UInt64, link: Digest256, contentHead: Digest256,
    nodeHead: Digest256, committedAt: Timestamp, frameBytes: UInt32
  ) {
    self.journal = journal
    self.firstSequence = firstSequence
    self.lastSequence = lastSequence
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.atBefore = atBefore
    self.contentAtBefore = contentAtBefore
    self.turns = turns
    self.inputs = inputs
    self.contentEvents = contentEvents
    self.instrumentsListed = instrumentsListed
    self.contentEventsSoFar = contentEventsSoFar
    self.nodeEventsSoFar = nodeEventsSoFar
    self.newestListing = newestListing
    self.link = link
    self.contentHead = contentHead
    self.nodeHead = nodeHead
    self.committedAt = committedAt
    self.frameBytes = frameBytes
  }
}

extension PageHeader {
  /// CRC32C of a page, its own four bytes left out.
  static func checksum(of page: UnsafeRawBufferPointer) -> UInt32 {
    crc32c(page, headerBytes: byteCount)
  }

  /// The last sequence of a page of 224 bytes at least, nothing else looked at.
  static func lastSequence(of page: UnsafeRawBufferPointer) -> UInt64 {
    precondition(page.count >= byteCount, "a page has a header")
    return UInt64(littleEndian: page.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
  }

  static func storedChecksum(of page: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(littleEndian: page.loadUnaligned(fromByteOffset: 220, as: UInt32.self))
  }
}

/// What can be wrong with one page, seen alone.
package enum PageFault: Error, Equatable, Sendable {
  case tooShort
  case tooLong
  case wrongMagic
  case wrongChecksum
  case newerFormat(UInt16)
  case wrongHeader
  /// The zlib stream of a page of format 2.
  case wrongStream
}
