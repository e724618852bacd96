import Events
import Market

/// The records of the database `meta`: which journal this is, where it begins, and whether it is sealed.
///
/// Layout: schemas/journal-format.md, section 2.
enum MetaRecord {
  static let key = [UInt8]("journal".utf8)
  static let byteCount = 40
  static let magic: UInt32 = 0x4D4A_5452  // "RTJM"
  static let format: UInt16 = 1
  /// Of a journal with a parent or a seal, which programs that know neither must not open.
  static let linkedFormat: UInt16 = 2

  typealias Record = (key: [UInt8], bytes: [UInt8])

  /// What can be wrong with the records.
  enum Fault: Error, Equatable {
    case damaged(String)
    case newer(UInt16)
  }

  // MARK: As bytes

  /// All records of a journal, in the order of their keys.
  static func records(_ identity: JournalIdentity) -> [Record] {
    var records: [Record] = [(key, bytes(identity))]
    if !identity.base.isNone {
      records.append((parentKey, bytes(of: identity.base, in: identity.id)))
    }
    if let seal = identity.seal { records.append((sealKey, bytes(of: seal, in: identity.id))) }
    return records
  }

  static func bytes(_ identity: JournalIdentity) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(fixed32: magic)
    buffer.append(
      fixed16: identity.base.isNone && identity.seal == nil ? format : linkedFormat)
    buffer.append(fixed16: 0)
    buffer.append(identity.id.bytes)
    buffer.append(fixed64: UInt64(bitPattern: identity.bornAt))
    buffer.append(fixed32: 0)
    buffer.append(fixed32: crc32c(buffer.bytes))
    return [UInt8](buffer.bytes)
  }

  // MARK: From bytes

  /// Reads what `meta` holds, all of it, in the order of the keys.
  static func parse(_ records: [Record]) throws(Fault) -> JournalIdentity {
    guard let first = records.first, first.key == key else {
      throw .damaged("the identity record is missing or not alone")
    }
    var buffer = ByteBuffer(capacity: first.bytes.count)
    buffer.append(first.bytes)
    let (identity, format) = try parse(buffer.bytes)
    let others = records.dropFirst()
    guard others.allSatisfy({ $0.key == parentKey || $0.key == sealKey }) else {
      throw .damaged("the identity record is missing or not alone")
    }
    guard others.isEmpty == (format == Self.format) else {
      throw .damaged("the identity record disagrees with what stands beside it")
    }
    var base = JournalOrigin.none
    var seal: JournalSeal?
    for record in others {
      var buffer = ByteBuffer(capacity: record.bytes.count)
      buffer.append(record.bytes)
      if record.key == parentKey {
        base = try parseBase(buffer.bytes, in: identity.id)
      } else {
        seal = try parseSeal(buffer.bytes, in: identity.id)
      }
    }
    return JournalIdentity(id: identity.id, bornAt: identity.bornAt, base: base, seal: seal)
  }

  /// What can be read of records that nobody vouches for, nil without the identity record.
  static func remains(_ records: [UnsafeRawBufferPointer]) -> JournalIdentity? {
    // `try?` here and below: records that cannot be read are what is passed over; the rest is wanted.
    guard let known = records.lazy.compactMap({ try? parse($0) }).first?.0 else { return nil }
    let base = records.lazy.compactMap { try? parseBase($0, in: known.id) }.first
    let seal = records.lazy.compactMap { try? parseSeal($0, in: known.id) }.first
    return JournalIdentity(id: known.id, bornAt: known.bornAt, base: base ?? .none, seal: seal)
  }

  private static func parse(
    _ bytes: UnsafeRawBufferPointer
  ) throws(Fault) -> (JournalIdentity, format: UInt16) {
    let fault = Fault.damaged("the identity record is wrong")
    guard bytes.count == byteCount else { throw fault }
    var reader = ByteReader(bytes)
    guard reader.fixed32() == magic else { throw fault }
    let format = reader.fixed16()
    let zeros = reader.fixed16()
    let id = [UInt8](reader.bytes(16))
    let bornAt = Int64(bitPattern: reader.fixed64())
    let moreZeros = reader.fixed32()
    guard reader.fixed32() == crc32c(UnsafeRawBufferPointer(rebasing: bytes[0..<36])) else {
      throw fault
    }
    guard format <= linkedFormat else { throw .newer(format) }
    guard format >= Self.format, zeros == 0, moreZeros == 0,
      Timestamp(nanoseconds: bornAt).isValid
    else { throw fault }
    return (JournalIdentity(id: JournalID(bytes: id), bornAt: bornAt), format)
  }

  // MARK: In a journal

  /// Writes the records of a journal that is made now, with the snapshot of its base if it has one.
  static func write(
    _ identity: JournalIdentity, _ snapshot: PendingSnapshot? = nil, to store: LMDB,
    folder: JournalFolder
  ) throws(JournalError) {
    do throws(LMDB.Failure) {
      try store.write { transaction throws(LMDB.Failure) in
        try put(identity, in: transaction)
        guard let snapshot else { return }
        try transaction.put(
          .snapshots, key: LMDBEventLog.key(snapshot.sequence), copying: snapshot.bytes)
      }
    } catch {
      throw .writeFailed(path: folder.path, reason: error.text, lastDurable: 0)
    }
  }

  /// Puts all records over those that are there.
  static func put(
    _ identity: JournalIdentity, in transaction: LMDB.Transaction
  ) throws(LMDB.Failure) {
    for record in records(identity) {
      try transaction.put(.meta, key: record.key, copying: record.bytes)
    }
  }

  static func read(from store: LMDB, folder: JournalFolder) throws(JournalError) -> JournalIdentity
  {
    var found: [Record] = []
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        try transaction.forEach(.meta, fromAtOrBefore: [0]) { key, value in
          found.append(([UInt8](key), [UInt8](value)))
          return found.count < 4
        }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
    guard !found.isEmpty else { throw .notAJournal(path: folder.path) }
    do throws(Fault) {
      return try parse(found)
    } catch {
      switch error {
      case .newer(let format): throw .newerFormat(path: folder.path, format: format)
      case .damaged(let what): throw .damaged(path: folder.path, what: what, goodThrough: 0)
      }
    }
  }
}
