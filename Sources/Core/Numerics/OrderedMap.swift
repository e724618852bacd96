/// A small map whose keys stand in order, so that walking it is the same on every machine.
///
/// Two sorted arrays: looking up is a binary search, inserting moves what follows. Made for
/// hundreds of keys, not for millions; whoever fills it bounds it. Inlinable, because a generic that is
/// not made for its types costs more than what it does.
package struct OrderedMap<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline var sortedKeys: [Key] = []
  @usableFromInline var sortedValues: [Value] = []

  /// In ascending order.
  @inlinable package var keys: [Key] { sortedKeys }

  /// In the order of the keys.
  @inlinable package var values: [Value] { sortedValues }

  @inlinable package init() {}

  @inlinable package var count: Int { sortedKeys.count }

  @inlinable package var isEmpty: Bool { sortedKeys.isEmpty }

  /// The value of a key; nil stands for none, and setting nil removes it.
  @inlinable package subscript(key: Key) -> Value? {
    get {
      let place = place(of: key)
      return isKey(key, at: place) ? sortedValues[place] : nil
    }
    set {
      let place = place(of: key)
      switch (newValue, isKey(key, at: place)) {
      case (let value?, true): sortedValues[place] = value
      case (let value?, false):
        sortedKeys.insert(key, at: place)
        sortedValues.insert(value, at: place)
      case (nil, true):
        sortedKeys.remove(at: place)
        sortedValues.remove(at: place)
      case (nil, false): return
      }
    }
  }

  /// Changes the value of a key where it stands, `fallback` if there is none yet.
  @inlinable package mutating func change<Result>(
    _ key: Key, from fallback: @autoclosure () -> Value, _ body: (inout Value) -> Result
  ) -> Result {
    let place = place(of: key)
    if !isKey(key, at: place) {
      sortedKeys.insert(key, at: place)
      sortedValues.insert(fallback(), at: place)
    }
    return body(&sortedValues[place])
  }

  /// Keeps only the values that a test lets through.
  @inlinable package mutating func keep(_ isKept: (Value) -> Bool) {
    var kept = 0
    for place in sortedKeys.indices where isKept(sortedValues[place]) {
      sortedKeys.swapAt(kept, place)
      sortedValues.swapAt(kept, place)
      kept += 1
    }
    sortedKeys.removeSubrange(kept...)
    sortedValues.removeSubrange(kept...)
  }

  @inlinable func isKey(_ key: Key, at place: Int) -> Bool {
    place < sortedKeys.count && sortedKeys[place] == key
  }

  /// Where a key stands, or would stand.
  @inlinable func place(of key: Key) -> Int {
    var low = 0
    var high = sortedKeys.count
    while low < high {
      let middle = (low + high) / 2
      if sortedKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension OrderedMap: Equatable where Value: Equatable {}
