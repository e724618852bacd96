/// The version of one event kind: a list of fields.
///
/// Appending an optional field raises the minor part; any other change is a new major one.
public struct EventVersion: Equatable, Comparable, Sendable {
  public var major: UInt16
  /// 0 to 31.
  public var minor: UInt16

  @inlinable public init(_ major: UInt16, _ minor: UInt16) {
    self.major = major
    self.minor = minor
  }

  /// As a frame carries it: 32 × major + minor.
  @inlinable public var code: UInt64 { UInt64(major) << 5 | UInt64(minor) }

  @inlinable public init(code: UInt64) {
    self.major = UInt16(truncatingIfNeeded: code >> 5)
    self.minor = UInt16(truncatingIfNeeded: code & 31)
  }

  @inlinable public static func < (left: EventVersion, right: EventVersion) -> Bool {
    left.code < right.code
  }
}
