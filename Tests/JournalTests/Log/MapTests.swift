import Foundation
import TestSupport
import Testing

@testable import Journal

@Suite struct `The address space of a journal's file` {
  private let folder = TemporaryFolder()

  private func opened(writable: Bool) throws -> LMDB {
    try LMDB(path: folder.path, writable: writable, durable: false, mapBytes: 1 << 20)
  }

  private func blob(_ number: UInt8) -> [UInt8] {
    [UInt8](repeating: number, count: 100_000)
  }

  @Test func `grows with the file, for the writer and for a reader that was there before`() throws {
    let writer = try opened(writable: true)
    let reader = try opened(writable: false)
    for number in 0..<UInt8(64) {
      try writer.write { transaction throws(LMDB.Failure) in
        try transaction.put(.blobs, key: [number], copying: blob(number))
      }
      try reader.read { transaction throws(LMDB.Failure) in
        let found = try transaction.value(.blobs, key: [number])
        #expect(found.map { [UInt8]($0) } == blob(number))
      }
    }
    #expect(writer.usedBytes > 6 << 20)
  }

  @Test func `is at least twice what the file uses, up to 1 TiB`() {
    let mebibyte = 1 << 20
    let tebibyte = 1 << 40
    #expect(LMDB.mapBytes(of: mebibyte, used: mebibyte / 2) == mebibyte)
    #expect(LMDB.mapBytes(of: mebibyte, used: mebibyte / 2 + 1) == 2 * mebibyte)
    #expect(LMDB.mapBytes(of: mebibyte, used: 5 * mebibyte) == 16 * mebibyte)
    #expect(LMDB.mapBytes(of: tebibyte / 2, used: tebibyte / 2) == tebibyte)
    #expect(LMDB.mapBytes(of: tebibyte, used: tebibyte) == tebibyte)
  }

  @Test func `lets two hundred be open at one time`() throws {
    _ = try LMDB(path: folder.path, writable: true, durable: false)
    // LMDB's table has 126 places for readers, which take one only while they read.
    let readers = try (0..<200).map { _ in
      try LMDB(path: folder.path, writable: false, durable: false)
    }
    #expect(readers.allSatisfy { $0.isOpen })
  }
}
