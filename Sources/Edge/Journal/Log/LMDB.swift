import CLMDB
import Events
import Glibc

/// An LMDB environment with the four databases of a journal. The only file that knows LMDB.
final class LMDB {
  /// A failed call: LMDB's or the operating system's code, and what it says.
  struct Failure: Error {
    let code: Int32
    var text: String { String(cString: mdb_strerror(code)) }
    var isMapResized: Bool { code == MDB_MAP_RESIZED }
    var isNotFound: Bool { code == MDB_NOTFOUND }
    var isKeyExists: Bool { code == MDB_KEYEXIST }
  }

  enum Database: Int, CaseIterable {
    case meta, pages, snapshots, blobs

    /// What the file calls it.
    var name: String { "\(self)" }
  }

  private var environment: OpaquePointer?
  /// In the order of `Database`; empty until all are open.
  private var handles: [MDB_dbi] = []
  private let path: String
  private let flags: UInt32

  /// - Parameters:
  ///   - writable: Creates the file and the databases when they are not there.
  ///   - durable: Whether every commit is synced.
  ///   - mapBytes: Address space at first. It grows with the file; a process has some 128 TiB and may
  ///     hold many journals open.
  init(path: String, writable: Bool, durable: Bool, mapBytes: Int = 16 << 30) throws(Failure) {
    self.path = path
    self.flags =
      UInt32(MDB_NOTLS) | (writable ? 0 : UInt32(MDB_RDONLY)) | (durable ? 0 : UInt32(MDB_NOSYNC))
    try open(mapBytes)
    do throws(Failure) {
      if writable { try createDatabases() } else { try openDatabases() }
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  func close() {
    guard let environment else { return }
    mdb_env_close(environment)
    self.environment = nil
    handles = []
  }

  var isOpen: Bool { environment != nil }

  /// The most readers at one time.
  private static let mostReaders = 126
  /// Bytes of `lock.mdb`: two lines of the cache for itself and one for each reader.
  static let tableBytes = (mostReaders + 2) * 64

  /// The open file.
  var descriptor: Int32 {
    var descriptor: Int32 = -1
    mdb_env_get_fd(environment, &descriptor)
    return descriptor
  }

  /// Bytes of the file up to the last tree page in use.
  var usedBytes: Int {
    var info = MDB_envinfo()
    var tree = MDB_stat()
    mdb_env_info(environment, &info)
    mdb_env_stat(environment, &tree)
    return (info.me_last_pgno + 1) * Int(tree.ms_psize)
  }

  /// Writes what was committed without a sync.
  func sync() throws(Failure) { try check(mdb_env_sync(environment, 1)) }

  private static func code(_ call: Int32) throws(Failure) {
    guard call == 0 else { throw Failure(code: call) }
  }

  private func check(_ call: Int32) throws(Failure) { try Self.code(call) }

  /// The most that a file may grow to.
  private static let mostMapBytes = 1 << 40

  /// Opens the environment with `mapBytes` of address space, halved until it fits.
  private func open(_ mapBytes: Int) throws(Failure) {
    var bytes = mapBytes
    while true {
      var made: OpaquePointer?
      try check(mdb_env_create(&made))
      mdb_env_set_maxdbs(made, 8)
      mdb_env_set_maxreaders(made, UInt32(Self.mostReaders))
      var result = mdb_env_set_mapsize(made, bytes)
      if result == 0 { result = mdb_env_open(made, path, flags, 0o644) }
      if result == 0 {
        environment = made
        var dead: Int32 = 0
        mdb_reader_check(made, &dead)
        return
      }
      mdb_env_close(made)
      // A folder that may only be read has no place for LMDB's reader table: read without one.
      if flags & UInt32(MDB_RDONLY) != 0, result == EACCES || result == EROFS {
        return try openWithoutLock(bytes)
      }
      guard result == ENOMEM, bytes > 64 << 20 else { throw Failure(code: result) }
      bytes /= 2
    }
  }

  /// Doubles the map until the file fills no more than half of it. No transaction may be open.
  private func makeRoom() throws(Failure) {
    var info = MDB_envinfo()
    mdb_env_info(environment, &info)
    let bytes = Int(info.me_mapsize)
    let wanted = Self.mapBytes(of: bytes, used: usedBytes)
    guard wanted > bytes, mdb_env_set_mapsize(environment, wanted) != 0 else { return }
    // No address space for more: what there was before still holds all that was written.
    try check(mdb_env_set_mapsize(environment, bytes))
  }

  /// The map for a file with `used` bytes whose map has `bytes`.
  static func mapBytes(of bytes: Int, used: Int) -> Int {
    var bytes = bytes
    while bytes < mostMapBytes, used > bytes / 2 { bytes *= 2 }
    return min(max(bytes, used), mostMapBytes)
  }

  private func openWithoutLock(_ bytes: Int) throws(Failure) {
    var made: OpaquePointer?
    try check(mdb_env_create(&made))
    mdb_env_set_maxdbs(made, 8)
    mdb_env_set_mapsize(made, bytes)
    let result = mdb_env_open(made, path, flags | UInt32(MDB_NOLOCK), 0o644)
    guard result == 0 else {
      mdb_env_close(made)
      throw Failure(code: result)
    }
    environment = made
  }

  private func createDatabases() throws(Failure) {
    try write { transaction throws(Failure) in
      handles = try Self.handles(in: transaction, UInt32(MDB_CREATE))
    }
  }

  private func openDatabases() throws(Failure) {
    try read { transaction throws(Failure) in handles = try Self.handles(in: transaction, 0) }
  }

  private static func handles(
    in transaction: Transaction, _ flags: UInt32
  ) throws(Failure) -> [MDB_dbi] {
    var handles: [MDB_dbi] = []
    for database in Database.allCases {
      var handle: MDB_dbi = 0
      try code(mdb_dbi_open(transaction.pointer, database.name, flags, &handle))
      handles.append(handle)
    }
    return handles
  }

  /// A transaction; never leaves its closure.
  struct Transaction {
    fileprivate let pointer: OpaquePointer?
    fileprivate let handles: [MDB_dbi]

    fileprivate func handle(_ database: Database) -> MDB_dbi { handles[database.rawValue] }

    /// Puts a record behind all others.
    func append(_ database: Database, key: [UInt8], _ value: UnsafeRawBufferPointer) throws(Failure)
    {
      try put(database, key: key, value, UInt32(MDB_APPEND))
    }

    /// Puts a record in its place, over one with the same key.
    func put(_ database: Database, key: [UInt8], _ value: UnsafeRawBufferPointer) throws(Failure) {
      try put(database, key: key, value, 0)
    }

    /// The same of bytes that are not at rest.
    func put(_ database: Database, key: [UInt8], copying value: [UInt8]) throws(Failure) {
      var record = ByteBuffer(capacity: value.count)
      record.append(value)
      try put(database, key: key, record.bytes)
    }

    func delete(_ database: Database, key: [UInt8]) throws(Failure) {
      var key = key
      let size = key.count
      let result = key.withUnsafeMutableBytes { keyBytes in
        var keyValue = MDB_val(mv_size: size, mv_data: keyBytes.baseAddress)
        return mdb_del(pointer, handle(database), &keyValue, nil)
      }
      try LMDB.code(result)
    }

    private func put(
      _ database: Database, key: [UInt8], _ value: UnsafeRawBufferPointer, _ flags: UInt32
    ) throws(Failure) {
      var key = key
      let size = key.count
      let result = key.withUnsafeMutableBytes { keyBytes in
        var keyValue = MDB_val(mv_size: size, mv_data: keyBytes.baseAddress)
        var data = MDB_val(
          mv_size: value.count, mv_data: UnsafeMutableRawPointer(mutating: value.baseAddress))
        return mdb_put(pointer, handle(database), &keyValue, &data, flags)
      }
      try LMDB.code(result)
    }

    /// The record of a key, nil when there is none. Valid during the transaction.
    func value(_ database: Database, key: [UInt8]) throws(Failure) -> UnsafeRawBufferPointer? {
      var key = key
      let size = key.count
      var data = MDB_val()
      let result = key.withUnsafeMutableBytes { keyBytes in
        var keyValue = MDB_val(mv_size: size, mv_data: keyBytes.baseAddress)
        return mdb_get(pointer, handle(database), &keyValue, &data)
      }
      if result == MDB_NOTFOUND { return nil }
      try LMDB.code(result)
      return UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size)
    }

    /// Calls `body` with records from the last one at or before `key` on, until it returns false.
    func forEach(
      _ database: Database, fromAtOrBefore key: [UInt8],
      _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(Failure) -> Bool
    ) throws(Failure) {
      var cursor: OpaquePointer?
      try LMDB.code(mdb_cursor_open(pointer, handle(database), &cursor))
      defer { mdb_cursor_close(cursor) }
      var wanted = key
      let size = wanted.count
      var found = MDB_val()
      var data = MDB_val()
      var result = wanted.withUnsafeMutableBytes { bytes in
        found = MDB_val(mv_size: size, mv_data: bytes.baseAddress)
        return mdb_cursor_get(cursor, &found, &data, MDB_SET_RANGE)
      }
      if result == MDB_NOTFOUND {
        result = mdb_cursor_get(cursor, &found, &data, MDB_LAST)
      } else if result == 0,
        [UInt8](UnsafeRawBufferPointer(start: found.mv_data, count: found.mv_size)) != key
      {
        result = mdb_cursor_get(cursor, &found, &data, MDB_PREV)
        if result == MDB_NOTFOUND { result = mdb_cursor_get(cursor, &found, &data, MDB_FIRST) }
      }
      while result == 0 {
        let goOn = try body(
          UnsafeRawBufferPointer(start: found.mv_data, count: found.mv_size),
          UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size))
        guard goOn else { return }
        result = mdb_cursor_get(cursor, &found, &data, MDB_NEXT)
      }
      if result != MDB_NOTFOUND { try LMDB.code(result) }
    }
  }

  // MARK: Who reads

  /// The number of the newest transaction.
  var newestTransaction: UInt64 {
    var info = MDB_envinfo()
    mdb_env_info(environment, &info)
    return UInt64(info.me_last_txnid)
  }

  /// LMDB's table of readers, as it prints it: `process thread transaction` a line, `-` for none.
  func readerTable() -> String {
    var text = ""
    withUnsafeMutablePointer(to: &text) { text in
      _ = mdb_reader_list(
        environment,
        { line, text in
          guard let line, let text else { return 0 }
          text.assumingMemoryBound(to: String.self).pointee += String(cString: line)
          return 0
        }, text)
    }
    return text
  }

  /// Tree pages that were freed by a transaction or a later one, and that a reader of it keeps from use.
  func pagesFreed(since transaction: UInt64) throws(Failure) -> Int64 {
    var count: Int64 = 0
    try read { reading throws(Failure) in
      // The list of free pages has a fixed handle: a record a transaction, the number of pages first.
      let free = Transaction(pointer: reading.pointer, handles: [0])
      let key = withUnsafeBytes(of: UInt(transaction)) { [UInt8]($0) }
      try free.forEach(.meta, fromAtOrBefore: key) { key, pages in
        guard key.count == 8, pages.count >= 8 else { return true }
        if key.loadUnaligned(as: UInt64.self) >= transaction {
          count += Int64(clamping: pages.loadUnaligned(as: UInt64.self))
        }
        return true
      }
    }
    return count
  }

  /// Calls `body` with records from the last one backwards until it returns false.
  func forEachBackwards(
    _ database: Database, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(Failure) {
    try read { reading throws(Failure) in
      var cursor: OpaquePointer?
      try Self.code(mdb_cursor_open(reading.pointer, reading.handle(database), &cursor))
      defer { mdb_cursor_close(cursor) }
      var (key, data) = (MDB_val(), MDB_val())
      var result = mdb_cursor_get(cursor, &key, &data, MDB_LAST)
      while result == 0, body(UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size)) {
        result = mdb_cursor_get(cursor, &key, &data, MDB_PREV)
      }
    }
  }

  /// Runs one write transaction and commits it; on any error nothing of it remains.
  func write(_ body: (Transaction) throws(Failure) -> Void) throws(Failure) {
    try makeRoom()
    var pointer: OpaquePointer?
    try check(mdb_txn_begin(environment, nil, 0, &pointer))
    do throws(Failure) {
      try body(Transaction(pointer: pointer, handles: handles))
    } catch {
      mdb_txn_abort(pointer)
      throw error
    }
    try check(mdb_txn_commit(pointer))
  }

  /// Runs one read transaction.
  func read(_ body: (Transaction) throws(Failure) -> Void) throws(Failure) {
    var pointer: OpaquePointer?
    var result = mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &pointer)
    if result == MDB_MAP_RESIZED {
      // Another process made the file larger than our map: take over its size.
      try check(mdb_env_set_mapsize(environment, 0))
      result = mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &pointer)
    }
    try check(result)
    defer {
      // Handles opened in a read transaction live on only when it is committed.
      if handles.isEmpty { mdb_txn_abort(pointer) } else { mdb_txn_commit(pointer) }
    }
    try body(Transaction(pointer: pointer, handles: handles))
  }
}
