public import Market
public import Numerics

/// Tells what the state of a value is made of: one line a part, deeper parts indented.
///
/// Kept in `schemas/state`, where a test compares it, so that no layout changes unnoticed under an
/// unchanged state version.
public struct StateLayout: StateArchive {
  private var lines: [String] = []
  private var depth = 1

  private init() {}

  /// - Parameter empty: Any value of the type.
  public static func lines(of empty: some StateKeeping) -> [String] {
    var copy = empty
    var layout = StateLayout()
    copy.archive(into: &layout)
    return layout.lines
  }

  public var isReading: Bool { false }

  public mutating func count(
    _ name: StaticString, _ value: inout UInt64, atMost limit: UInt64
  ) {
    add(name, limit == .max ? "count" : "count 0...\(limit)")
  }

  public mutating func number(
    _ name: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
  ) {
    let isWhole = range == .min ... .max
    let isCount = range == 0 ... .max
    add(
      name,
      isWhole
        ? "int" : isCount ? "int 0..." : "int \(range.lowerBound)...\(range.upperBound)")
  }

  public mutating func bits(_ name: StaticString, _ value: inout UInt64) { add(name, "bits") }

  public mutating func flag(_ name: StaticString, _ value: inout Bool) { add(name, "flag") }

  public mutating func time(_ name: StaticString, _ value: inout Timestamp) {
    add(name, "time")
  }

  public mutating func label<Label: RawRepresentable<UInt8> & CaseIterable>(
    _ name: StaticString, _ value: inout Label
  ) {
    add(name, "label \(Label.allCases.map { "\($0)" }.joined(separator: " | "))")
  }

  public mutating func text(_ name: StaticString, _ value: inout String) { add(name, "text") }

  public mutating func digest(_ name: StaticString, _ value: inout Digest256) {
    add(name, "digest")
  }

  public mutating func list<Element>(
    _ name: StaticString, _ values: inout [Element], of empty: @autoclosure () -> Element,
    atMost limit: Int, _ each: (inout Element, inout StateLayout) -> Void
  ) {
    add(name, "list of at most \(limit)")
    var element = empty()
    depth += 1
    each(&element, &self)
    depth -= 1
  }

  public mutating func optional<Value>(
    _ name: StaticString, _ value: inout Value?, of empty: @autoclosure () -> Value,
    _ body: (inout Value, inout StateLayout) -> Void
  ) {
    add(name, "optional")
    var present = empty()
    depth += 1
    body(&present, &self)
    depth -= 1
  }

  public mutating func group(_ name: StaticString, _ body: (inout StateLayout) -> Void) {
    add(name, "group")
    depth += 1
    body(&self)
    depth -= 1
  }

  public mutating func require(_ holds: @autoclosure () -> Bool) {}

  private mutating func add(_ name: StaticString, _ type: String) {
    lines.append(String(repeating: "  ", count: depth) + "\(name): \(type)")
  }
}
