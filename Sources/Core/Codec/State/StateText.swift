public import Market
public import Numerics

/// Shows state as JSON: instants as ISO 8601, bits and digests as hexadecimal text, labels by name.
public struct StateText: StateArchive {
  private var text = ""
  private var isFirst = true
  private var depth = 0

  private init() {}

  /// One JSON object, indented by two blanks a level.
  public static func json(of state: some StateKeeping) -> String {
    var copy = state
    var writer = StateText()
    writer.open("{")
    copy.archive(into: &writer)
    writer.close("}")
    return writer.text
  }

  public var isReading: Bool { false }

  public mutating func count(
    _ name: StaticString, _ value: inout UInt64, atMost limit: UInt64
  ) {
    add(name, "\(value)")
  }

  public mutating func number(
    _ name: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
  ) {
    add(name, "\(value)")
  }

  public mutating func bits(_ name: StaticString, _ value: inout UInt64) {
    let digits = String(value, radix: 16)
    add(name, "\"0x\(String(repeating: "0", count: 16 - digits.count))\(digits)\"")
  }

  public mutating func flag(_ name: StaticString, _ value: inout Bool) { add(name, "\(value)") }

  public mutating func time(_ name: StaticString, _ value: inout Timestamp) {
    add(name, "\"\(value.text)\"")
  }

  public mutating func label<Label: RawRepresentable<UInt8> & CaseIterable>(
    _ name: StaticString, _ value: inout Label
  ) {
    add(name, "\"\(value)\"")
  }

  public mutating func text(_ name: StaticString, _ value: inout String) {
    add(name, quotedJSON(value))
  }

  public mutating func digest(_ name: StaticString, _ value: inout Digest256) {
    add(name, "\"\(value.hex)\"")
  }

  public mutating func list<Element>(
    _ name: StaticString, _ values: inout [Element], of empty: @autoclosure () -> Element,
    atMost limit: Int, _ each: (inout Element, inout StateText) -> Void
  ) {
    key(name)
    open("[")
    for index in values.indices {
      var inner = StateText()
      inner.depth = depth + 1
      each(&values[index], &inner)
      separate()
      // One nameless part is a plain value; several make an object.
      if let plain = inner.plainValue {
        text += plain
      } else {
        open("{")
        text += inner.text
        isFirst = inner.isFirst
        close("}")
      }
    }
    close("]")
  }

  public mutating func optional<Value>(
    _ name: StaticString, _ value: inout Value?, of empty: @autoclosure () -> Value,
    _ body: (inout Value, inout StateText) -> Void
  ) {
    guard var present = value else { return add(name, "null") }
    group(name) { body(&present, &$0) }
  }

  public mutating func group(_ name: StaticString, _ body: (inout StateText) -> Void) {
    key(name)
    open("{")
    body(&self)
    close("}")
  }

  public mutating func require(_ holds: @autoclosure () -> Bool) {}

  // MARK: Writing JSON

  /// The value of a list's element that has one part called `n`.
  private var plainValue: String? {
    let lead = Self.lineBreak(depth) + "\"n\": "
    guard text.hasPrefix(lead), !text.dropFirst(lead.count).contains("\n") else { return nil }
    return String(text.dropFirst(lead.count))
  }

  private mutating func add(_ name: StaticString, _ value: String) {
    key(name)
    text += value
  }

  private mutating func key(_ name: StaticString) {
    separate()
    text += "\"\(name)\": "
  }

  private mutating func separate() {
    if !isFirst { text += "," }
    isFirst = false
    text += Self.lineBreak(depth)
  }

  private mutating func open(_ bracket: String) {
    text += bracket
    depth += 1
    isFirst = true
  }

  private mutating func close(_ bracket: String) {
    depth -= 1
    if !isFirst { text += Self.lineBreak(depth) }
    isFirst = false
    text += bracket
  }

  private static func lineBreak(_ depth: Int) -> String {
    "\n" + String(repeating: "  ", count: depth)
  }
}
