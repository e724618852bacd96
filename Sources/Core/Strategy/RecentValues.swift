/// The newest values of a stream, at most `capacity` of them.
///
/// The place is kept from the start, so that recording allocates nothing and costs the same each time.
public struct RecentValues<Value: Sendable>: Sendable {
  /// The most values held.
  public let capacity: Int
  private var values: [Value] = []
  private var newest = -1

  /// - Parameters:
  ///   - capacity: 1 or more.
  ///   - values: Oldest first; of too many, the newest are kept.
  public init(capacity: Int, _ values: [Value] = []) {
    precondition(capacity > 0, "a window holds at least one value")
    self.capacity = capacity
    self.values.reserveCapacity(capacity)
    for value in values.suffix(capacity) { record(value) }
  }

  public var count: Int { values.count }

  /// Takes in a value and, once full, forgets the oldest.
  public mutating func record(_ value: Value) {
    newest = newest + 1 == capacity ? 0 : newest + 1
    if values.count < capacity { values.append(value) } else { values[newest] = value }
  }

  /// - Parameter age: 0 is the newest, `count` − 1 the oldest.
  public subscript(age age: Int) -> Value {
    precondition(age >= 0 && age < values.count, "no value is that old")
    let place = newest - age
    return values[place < 0 ? place + values.count : place]
  }

  public var oldestFirst: [Value] {
    (0..<count).reversed().map { self[age: $0] }
  }
}

extension RecentValues: Equatable where Value: Equatable {
  /// Equal values in equal order; where they lie does not matter.
  public static func == (left: RecentValues, right: RecentValues) -> Bool {
    left.capacity == right.capacity && left.count == right.count
      && (0..<left.count).allSatisfy { left[age: $0] == right[age: $0] }
  }
}
