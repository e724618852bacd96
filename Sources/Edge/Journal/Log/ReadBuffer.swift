import Glibc

/// A growing run of bytes with memory of its own, which goes back to the system at its end.
///
/// The C library would keep a megabyte that was freed for the next one who asks: then the memory of a node
/// that reads now and then is what all its threads ever read with.
struct ReadBuffer: ~Copyable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.base = Self.mapped(mmap(nil, capacity, Self.access, Self.kind, -1, 0))
    self.capacity = capacity
  }

  deinit { munmap(base, capacity) }

  private static let access = PROT_READ | PROT_WRITE
  private static let kind = MAP_PRIVATE | MAP_ANONYMOUS

  private static func mapped(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
    guard let start, start != MAP_FAILED else {
      preconditionFailure("there is no memory to read into")
    }
    return start
  }

  /// The bytes written so far. Valid until the next write.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  mutating func removeAll() { count = 0 }

  mutating func append(_ more: UnsafeRawBufferPointer) {
    guard let start = more.baseAddress else { return }
    if count + more.count > capacity { grow(to: max(2 * capacity, count + more.count)) }
    (base + count).copyMemory(from: start, byteCount: more.count)
    count += more.count
  }

  private mutating func grow(to larger: Int) {
    let moved = Self.mapped(mmap(nil, larger, Self.access, Self.kind, -1, 0))
    moved.copyMemory(from: base, byteCount: count)
    munmap(base, capacity)
    base = moved
    capacity = larger
  }
}
