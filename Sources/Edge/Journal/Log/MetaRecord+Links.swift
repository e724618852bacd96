import Events
import Market
import Numerics

/// The two records that tie a sealed journal and its child together: `parent` in the child, `sealed` in
/// the parent.
extension MetaRecord {
  static let parentKey = [UInt8]("parent".utf8)
  static let sealKey = [UInt8]("sealed".utf8)
  private static let parentMagic: UInt32 = 0x504A_5452  // "RTJP"
  private static let parentHeaderBytes = 168
  private static let sealMagic: UInt32 = 0x534A_5452  // "RTJS"
  private static let sealHeaderBytes = 72
  private static let recordFormat: UInt16 = 1
  private static let mostFolderBytes = 65_536

  // MARK: The parent of a child

  static func bytes(of base: JournalOrigin, in journal: JournalID) -> [UInt8] {
    let folder = Array(base.folder.utf8.prefix(mostFolderBytes))
    var record = ByteBuffer(capacity: parentHeaderBytes + folder.count + base.contents.count)
    record.append(fixed32: parentMagic)
    record.append(fixed16: recordFormat)
    record.append(fixed16: UInt16(parentHeaderBytes))
    record.append(journal.bytes)
    record.append(base.parent.bytes)
    record.append(fixed64: base.lastSequence)
    record.append(base.at)
    record.append(base.contentAt)
    record.append(fixed64: base.contentEvents)
    record.append(fixed64: base.nodeEvents)
    record.append(fixed64: base.newestListing)
    record.append(fixed32: base.instrumentsListed)
    record.append(fixed32: UInt32(folder.count))
    record.append(base.link)
    record.append(base.nodeHead)
    record.append(fixed32: UInt32(base.contents.count))
    record.append(fixed32: 0)
    record.append(folder)
    record.append(base.contents)
    return sealed(record, headerBytes: parentHeaderBytes)
  }

  static func parseBase(
    _ bytes: UnsafeRawBufferPointer, in journal: JournalID
  ) throws(Fault) -> JournalOrigin {
    let fault = Fault.damaged("the record of its parent is wrong")
    var reader = try open(bytes, parentMagic, parentHeaderBytes, journal, fault)
    let parent = JournalID(bytes: [UInt8](reader.bytes(16)))
    let lastSequence = reader.fixed64()
    let at = reader.time()
    let contentAt = reader.time()
    let contentEvents = reader.fixed64()
    let nodeEvents = reader.fixed64()
    let newestListing = reader.fixed64()
    let instrumentsListed = reader.fixed32()
    let folderBytes = Int(reader.fixed32())
    let link = reader.digest()
    let nodeHead = reader.digest()
    let contentBytes = Int(reader.fixed32())
    guard reader.fault == nil, lastSequence > 0, lastSequence < 1 << 62,
      contentEvents <= lastSequence, nodeEvents == lastSequence - contentEvents,
      newestListing <= lastSequence, (newestListing == 0) == (instrumentsListed == 0),
      contentAt <= at, folderBytes <= mostFolderBytes, parent != journal,
      parentHeaderBytes + folderBytes + contentBytes == bytes.count
    else { throw fault }
    let contents = UnsafeRawBufferPointer(rebasing: bytes[(parentHeaderBytes + folderBytes)...])
    guard frames(in: contents) == contentEvents % ChainState.contentsPerLink else { throw fault }
    return JournalOrigin(
      parent: parent,
      folder: text(bytes, parentHeaderBytes, folderBytes), lastSequence: lastSequence, at: at,
      contentAt: contentAt, contentEvents: contentEvents, nodeEvents: nodeEvents,
      instrumentsListed: instrumentsListed, newestListing: newestListing, link: link,
      nodeHead: nodeHead, contents: [UInt8](contents))
  }

  /// How many frames of content stand there, nil when something else does.
  private static func frames(in contents: UnsafeRawBufferPointer) -> UInt64? {
    var count: UInt64 = 0
    var offset = 0
    while offset < contents.count {
      // A frame that cannot be read ends the search: replay and the verifier say what is wrong with it.
      guard let frame = try? Frame.parse(contents, at: offset, end: contents.count),
        !frame.flags.isNode
      else { return nil }
      offset = frame.end
      count += 1
    }
    return count
  }

  // MARK: The seal of a parent

  static func bytes(of seal: JournalSeal, in journal: JournalID) -> [UInt8] {
    let folder = Array(seal.folder.utf8.prefix(mostFolderBytes))
    var record = ByteBuffer(capacity: sealHeaderBytes + folder.count)
    record.append(fixed32: sealMagic)
    record.append(fixed16: recordFormat)
    record.append(fixed16: UInt16(sealHeaderBytes))
    record.append(journal.bytes)
    record.append(seal.child.bytes)
    record.append(fixed64: seal.lastSequence)
    record.append(seal.sealedAt)
    record.append(fixed32: seal.form.rawValue)
    record.append(fixed32: UInt32(folder.count))
    record.append(fixed32: 0)
    record.append(fixed32: 0)
    record.append(folder)
    return sealed(record, headerBytes: sealHeaderBytes)
  }

  static func parseSeal(
    _ bytes: UnsafeRawBufferPointer, in journal: JournalID
  ) throws(Fault) -> JournalSeal {
    let fault = Fault.damaged("the record of its seal is wrong")
    var reader = try open(bytes, sealMagic, sealHeaderBytes, journal, fault)
    let child = JournalID(bytes: [UInt8](reader.bytes(16)))
    let lastSequence = reader.fixed64()
    let sealedAt = reader.time()
    let form = JournalSeal.Form(rawValue: reader.fixed32())
    let folderBytes = Int(reader.fixed32())
    let zeros = reader.fixed32()
    guard reader.fault == nil, let form, zeros == 0, child != journal,
      lastSequence > 0, lastSequence < 1 << 62, folderBytes <= mostFolderBytes,
      sealHeaderBytes + folderBytes == bytes.count
    else { throw fault }
    return JournalSeal(
      child: child, folder: text(bytes, sealHeaderBytes, folderBytes), lastSequence: lastSequence,
      sealedAt: sealedAt, form: form)
  }

  // MARK: Both

  /// A reader behind the journal id of a record whose magic, checksum and format are right.
  private static func open(
    _ bytes: UnsafeRawBufferPointer, _ magic: UInt32, _ headerBytes: Int, _ journal: JournalID,
    _ fault: Fault
  ) throws(Fault) -> ByteReader {
    guard bytes.count >= headerBytes else { throw fault }
    var reader = ByteReader(bytes)
    guard reader.fixed32() == magic else { throw fault }
    let format = reader.fixed16()
    let length = reader.fixed16()
    var stored = ByteReader(bytes, headerBytes - 4..<headerBytes)
    guard stored.fixed32() == crc32c(bytes, headerBytes: headerBytes) else { throw fault }
    guard format <= recordFormat else { throw .newer(format) }
    guard format == recordFormat, Int(length) == headerBytes,
      [UInt8](reader.bytes(16)) == journal.bytes
    else { throw fault }
    return reader
  }

  /// The record with its checksum, the last four bytes of its header.
  private static func sealed(_ record: borrowing ByteBuffer, headerBytes: Int) -> [UInt8] {
    var bytes = [UInt8](record.bytes)
    let checksum = crc32c(record.bytes, headerBytes: headerBytes)
    for place in 0..<4 {
      bytes[headerBytes - 4 + place] = UInt8(truncatingIfNeeded: checksum >> (8 * place))
    }
    return bytes
  }

  private static func text(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ count: Int
  ) -> String {
    String(decoding: bytes[offset..<offset + count], as: UTF8.self)
  }
}
