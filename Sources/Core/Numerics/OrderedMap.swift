/// A small map whose keys stand in order, so that walking it is the same on every machine.
///
/// Two sorted arrays: looking up is a binary search, inserting moves what follows. Made for
/// hundreds of keys, not for millions; whoever fills it bounds it.
public struct OrderedMap<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  /// In ascending order.
  public private(set) var keys: [Key] = []
  /// In the order of the keys.
  public private(set) var values: [Value] = []

  public init() {}

  /// - Parameter entries: With keys that ascend.
  public init(_ entries: [(key: Key, value: Value)]) {
    precondition(
      zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key }, "keys stand in order")
    keys = entries.map(\.key)
    values = entries.map(\.value)
  }

  public var count: Int { keys.count }

  public var isEmpty: Bool { keys.isEmpty }

  /// The value of a key; nil stands for none, and setting nil removes it.
  public subscript(key: Key) -> Value? {
    get {
      let place = place(of: key)
      return isKey(key, at: place) ? values[place] : nil
    }
    set {
      let place = place(of: key)
      switch (newValue, isKey(key, at: place)) {
      case (let value?, true): values[place] = value
      case (let value?, false):
        keys.insert(key, at: place)
        values.insert(value, at: place)
      case (nil, true):
        keys.remove(at: place)
        values.remove(at: place)
      case (nil, false): return
      }
    }
  }

  /// Reads the value of a key where it stands; nil if there is none.
  public func reading<Result>(_ key: Key, _ body: (borrowing Value) -> Result) -> Result? {
    let place = place(of: key)
    return isKey(key, at: place) ? body(values[place]) : nil
  }

  /// Changes the value of a key where it stands, `fallback` if there is none yet.
  public mutating func change<Result>(
    _ key: Key, from fallback: @autoclosure () -> Value, _ body: (inout Value) -> Result
  ) -> Result {
    let place = place(of: key)
    if !isKey(key, at: place) {
      keys.insert(key, at: place)
      values.insert(fallback(), at: place)
    }
    return body(&values[place])
  }

  /// Keeps only the values that a test lets through.
  public mutating func keep(_ isKept: (Value) -> Bool) {
    var kept = 0
    for place in keys.indices where isKept(values[place]) {
      keys.swapAt(kept, place)
      values.swapAt(kept, place)
      kept += 1
    }
    keys.removeSubrange(kept...)
    values.removeSubrange(kept...)
  }

  private func isKey(_ key: Key, at place: Int) -> Bool {
    place < keys.count && keys[place] == key
  }

  /// Where a key stands, or would stand.
  private func place(of key: Key) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension OrderedMap: Equatable where Value: Equatable {}
