import Foundation
import Journal
import TestSupport

/// The bytes of a journal's `data.mdb`, to be changed here and there.
struct DataFile {
  var bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  init(of journal: String) throws {
    bytes = [UInt8](try Data(contentsOf: URL(filePath: journal + "/data.mdb")))
  }

  /// Makes a journal's folder that holds these bytes and nothing else.
  @discardableResult
  func write(_ name: String, in folder: TemporaryFolder) throws -> String {
    try folder.write(name + "/data.mdb", bytes)
    return folder.path(name)
  }

  // MARK: What stands where

  /// The values of the database `pages`, in the order of their keys.
  func pages() throws -> [TreeFile.Entry] {
    try bytes.withUnsafeBytes { try TreeFile($0).pages }
  }

  /// The one record of the database `meta`.
  func identity() throws -> Range<Int> {
    try bytes.withUnsafeBytes { try TreeFile($0).meta[0].data }
  }

  /// Every byte of the records of `meta`.
  func links() throws -> [Int] {
    try bytes.withUnsafeBytes { try TreeFile($0).meta.flatMap { Array($0.data) } }
  }

  /// Where a number stands that LMDB wrote.
  func number(at offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Bytes of a tree page.
  var treePage: Int { Int(UInt32(truncatingIfNeeded: number(at: 40))) }

  /// Where the meta page of the newest state begins.
  var newestMetaPage: Int { number(at: 144) > number(at: treePage + 144) ? 0 : treePage }

  // MARK: Changes that a checksum does not tell

  /// Changes a page and repairs its checksum.
  mutating func changePage(_ number: Int, _ change: (inout [UInt8]) -> Void) throws {
    let range = try pages()[number].data
    var page = Array(bytes[range])
    change(&page)
    page.repairChecksum()
    bytes.replaceSubrange(range, with: page)
  }

  /// Changes the identity record and repairs its checksum.
  mutating func changeIdentity(_ change: (inout [UInt8]) -> Void) throws {
    let range = try identity()
    var record = Array(bytes[range])
    change(&record)
    record.put(record[..<36].withUnsafeBytes { crc32c($0) }, at: 36)
    bytes.replaceSubrange(range, with: record)
  }
}

extension [UInt8] {
  /// A number, little-endian, over the bytes at a place.
  mutating func put(_ number: some FixedWidthInteger, at offset: Int) {
    Swift.withUnsafeBytes(of: number.littleEndian) {
      replaceSubrange(offset..<offset + $0.count, with: $0)
    }
  }

  /// Gives a page the checksum that its bytes have now.
  mutating func repairChecksum() {
    let head = self[..<220].withUnsafeBytes { crc32c($0) }
    put(self[224...].withUnsafeBytes { crc32c($0, continuing: head) }, at: 220)
  }
}
