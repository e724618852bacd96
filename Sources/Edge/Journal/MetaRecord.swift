import Events
import Market

/// The one record of the database `meta`: which journal this is, and its format.
///
/// Layout: schemas/journal-format.md, section 2.
enum MetaRecord {
  static let key = [UInt8]("journal".utf8)
  static let byteCount = 40
  static let magic: UInt32 = 0x4D4A_5452  // "RTJM"
  static let format: UInt16 = 1

  static func bytes(_ identity: JournalIdentity) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(fixed32: magic)
    buffer.append(fixed16: format)
    buffer.append(fixed16: 0)
    buffer.append(identity.id.bytes)
    buffer.append(fixed64: UInt64(bitPattern: identity.bornAt))
    buffer.append(fixed32: 0)
    buffer.append(fixed32: crc32c(buffer.bytes))
    return [UInt8](buffer.bytes)
  }

  /// What can be wrong with the record.
  enum Fault: Error, Equatable {
    case damaged
    case newer(UInt16)
  }

  static func parse(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> JournalIdentity {
    guard bytes.count == byteCount else { throw .damaged }
    var reader = ByteReader(bytes)
    guard reader.fixed32() == magic else { throw .damaged }
    let format = reader.fixed16()
    let zeros = reader.fixed16()
    let id = [UInt8](reader.bytes(16))
    let bornAt = Int64(bitPattern: reader.fixed64())
    let moreZeros = reader.fixed32()
    guard reader.fixed32() == crc32c(UnsafeRawBufferPointer(rebasing: bytes[0..<36])) else {
      throw .damaged
    }
    guard format <= Self.format else { throw .newer(format) }
    guard format == Self.format, zeros == 0, moreZeros == 0,
      Timestamp(nanoseconds: bornAt).isValid
    else { throw .damaged }
    return JournalIdentity(id: JournalID(bytes: id), bornAt: bornAt)
  }

  static func write(
    _ identity: JournalIdentity, to store: LMDB, folder: JournalFolder
  ) throws(JournalError) {
    do throws(LMDB.Failure) {
      var record = ByteBuffer(capacity: 64)
      record.append(bytes(identity))
      try store.write { transaction throws(LMDB.Failure) in
        try transaction.append(.meta, key: key, record.bytes)
      }
    } catch {
      throw .writeFailed(path: folder.path, reason: error.text, lastDurable: 0)
    }
  }

  static func read(from store: LMDB, folder: JournalFolder) throws(JournalError) -> JournalIdentity
  {
    var found: [UInt8]?
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        found = try transaction.value(.meta, key: key).map { [UInt8]($0) }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
    guard let found else { throw .notAJournal(path: folder.path) }
    do throws(Fault) {
      var record = ByteBuffer(capacity: 64)
      record.append(found)
      return try parse(record.bytes)
    } catch {
      switch error {
      case .newer(let format): throw .newerFormat(path: folder.path, format: format)
      case .damaged:
        throw .damaged(path: folder.path, what: "its identity record is wrong", goodThrough: 0)
      }
    }
  }
}
