/// A queue of small values in one array that is used round and round.
///
/// Appending and taking the first cost the same however many there are; once it has grown to what is
/// needed, neither allocates. Whoever fills it bounds it.
public struct Ring<Element: Sendable & BitwiseCopyable>: Sendable {
  /// A power of two of places, or none.
  @usableFromInline var places: [Element] = []
  @usableFromInline var head = 0
  public private(set) var count = 0

  public init() {}

  @inlinable public var isEmpty: Bool { count == 0 }

  @usableFromInline func place(_ position: Int) -> Int {
    precondition(position >= 0 && position < count, "a ring has no such position")
    return (head &+ position) & (places.count &- 1)
  }

  /// The oldest is at 0.
  @inlinable public subscript(position: Int) -> Element {
    get { places[place(position)] }
    set { places[place(position)] = newValue }
  }

  public mutating func append(_ element: Element) {
    if count == places.count { grow(with: element) }
    count += 1
    self[count - 1] = element
  }

  public mutating func removeFirst() {
    precondition(count > 0, "an empty ring has no first")
    head = (head &+ 1) & (places.count &- 1)
    count -= 1
  }

  /// Takes one out of the middle; what follows moves up.
  public mutating func remove(at position: Int) {
    if position == 0 { return removeFirst() }
    for next in position + 1..<count { self[next - 1] = self[next] }
    count -= 1
  }

  /// Forgets everything from a position on.
  public mutating func keepFirst(_ kept: Int) {
    precondition(kept >= 0 && kept <= count, "a ring keeps no more than it has")
    count = kept
  }

  private mutating func grow(with filler: Element) {
    var larger = [Element](repeating: filler, count: max(4, places.count * 2))
    for position in 0..<count { larger[position] = self[position] }
    places = larger
    head = 0
  }
}

/// What is in it counts, not where it lies.
extension Ring: Equatable where Element: Equatable {
  public static func == (left: Ring, right: Ring) -> Bool {
    left.count == right.count && (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}
