import CLMDB
import TestSupport

/// Opens a journal by LMDB itself, to put its pages where they do not belong.
///
/// What it leaves is a sound LMDB file: only a journal's own rules can tell what is wrong.
struct JournalEditor {
  /// Key and value of every page, in order.
  private(set) var pages: [(key: [UInt8], value: [UInt8])] = []
  private let path: String

  init(_ path: String) throws {
    self.path = path
    var pages: [(key: [UInt8], value: [UInt8])] = []
    try Self.transaction(path) { transaction, handle in
      var cursor: OpaquePointer?
      try Self.check(mdb_cursor_open(transaction, handle, &cursor))
      defer { mdb_cursor_close(cursor) }
      var (key, value) = (MDB_val(), MDB_val())
      while mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0 {
        pages.append((Self.bytes(key), Self.bytes(value)))
      }
    }
    self.pages = pages
  }

  /// The first sequence of a page.
  func first(of page: Int) -> Int64 { pages[page].key.reduce(0) { $0 << 8 | Int64($1) } }

  /// Puts a value in the place of a page.
  func put(_ value: [UInt8], at page: Int) throws { try put(value, under: pages[page].key) }

  private func put(_ value: [UInt8], under key: [UInt8]) throws {
    var (key, value) = (key, value)
    try Self.transaction(path) { transaction, handle in
      try key.withUnsafeMutableBytes { keyBytes in
        try value.withUnsafeMutableBytes { bytes in
          var (key, data) = (Self.value(keyBytes), Self.value(bytes))
          try Self.check(mdb_put(transaction, handle, &key, &data, 0))
        }
      }
    }
  }

  /// Commits once more, nothing changed: the state before the newest has the changes then too.
  func settle() throws {
    for page in try Self(path).pages.suffix(1) { try put(page.value, under: page.key) }
  }

  /// Takes a page away.
  func delete(_ page: Int) throws {
    var key = pages[page].key
    try Self.transaction(path) { transaction, handle in
      try key.withUnsafeMutableBytes { keyBytes in
        var key = Self.value(keyBytes)
        try Self.check(mdb_del(transaction, handle, &key, nil))
      }
    }
  }

  func deleteSnapshots() throws {
    try Self.transaction(path, of: "snapshots") { transaction, handle in
      try Self.check(mdb_drop(transaction, handle, 0))
    }
  }

  /// Flips the last bit of the newest snapshot.
  ///
  /// - Returns: The event it is of.
  func damageNewestSnapshot() throws -> UInt64 {
    var sequence: UInt64 = 0
    try Self.transaction(path, of: "snapshots") { transaction, handle in
      var cursor: OpaquePointer?
      try Self.check(mdb_cursor_open(transaction, handle, &cursor))
      defer { mdb_cursor_close(cursor) }
      var (key, value) = (MDB_val(), MDB_val())
      try Self.check(mdb_cursor_get(cursor, &key, &value, MDB_LAST))
      var (name, bytes) = (Self.bytes(key), Self.bytes(value))
      sequence = name.reduce(0) { $0 << 8 | UInt64($1) }
      bytes[bytes.count - 1] ^= 1
      try name.withUnsafeMutableBytes { name in
        try bytes.withUnsafeMutableBytes { bytes in
          var (key, value) = (Self.value(name), Self.value(bytes))
          try Self.check(mdb_cursor_put(cursor, &key, &value, UInt32(MDB_CURRENT)))
        }
      }
    }
    return sequence
  }

  /// The oldest snapshot: in a child that of its base.
  func oldestSnapshot() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Self.transaction(path, of: "snapshots") { transaction, handle in
      var cursor: OpaquePointer?
      try Self.check(mdb_cursor_open(transaction, handle, &cursor))
      defer { mdb_cursor_close(cursor) }
      var (key, value) = (MDB_val(), MDB_val())
      try Self.check(mdb_cursor_get(cursor, &key, &value, MDB_FIRST))
      bytes = Self.bytes(value)
    }
    return bytes
  }

  private static func transaction(
    _ path: String, of database: String = "pages",
    _ body: (OpaquePointer?, MDB_dbi) throws -> Void
  ) throws {
    var environment: OpaquePointer?
    try check(mdb_env_create(&environment))
    defer { mdb_env_close(environment) }
    mdb_env_set_maxdbs(environment, 8)
    try check(mdb_env_set_mapsize(environment, 1 << 30))
    try check(mdb_env_open(environment, path, UInt32(MDB_NOSYNC), 0o644))
    var transaction: OpaquePointer?
    try check(mdb_txn_begin(environment, nil, 0, &transaction))
    var handle: MDB_dbi = 0
    do {
      try check(mdb_dbi_open(transaction, database, 0, &handle))
      try body(transaction, handle)
    } catch {
      mdb_txn_abort(transaction)
      throw error
    }
    try check(mdb_txn_commit(transaction))
  }

  private static func check(_ code: Int32) throws {
    guard code == 0 else { throw VectorMismatch(String(cString: mdb_strerror(code))) }
  }

  private static func bytes(_ value: MDB_val) -> [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size))
  }

  private static func value(_ bytes: UnsafeMutableRawBufferPointer) -> MDB_val {
    MDB_val(mv_size: bytes.count, mv_data: bytes.baseAddress)
  }
}
