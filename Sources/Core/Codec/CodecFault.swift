/// What can be wrong with the bytes of an event.
public enum CodecFault: Error, Equatable, Sendable {
  /// The bytes end inside a field.
  case truncated
  /// A varint of more than 64 bits or not in its shortest form.
  case overlongVarint
  /// Bytes are left after the last field.
  case trailingBytes
  /// A number is outside the range of its field.
  case outOfRange
  /// An instant before 1970 or after 2116.
  case invalidTime
  /// A number beyond the labels that this program knows: labels are only ever added, so a later release
  /// wrote it.
  case unknownLabel
  /// Text that is not UTF-8.
  case notText
  /// A kind this program does not know.
  case unknownKind(UInt16)
  /// A version newer than this program's: written by a later release.
  case newerVersion(kind: UInt16, major: UInt16, minor: UInt16)
  /// A version that never was.
  case unknownVersion(kind: UInt16, major: UInt16, minor: UInt16)
  /// Frame flags that do not fit each other, the kind or the place.
  case badFlags
  /// A cause outside the turn.
  case badCause
  /// A list of facts used that is empty, too long or reaches before the journal.
  case badReferences
}

extension CodecFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated: "the bytes end inside a field"
    case .overlongVarint: "a number is not in its shortest form"
    case .trailingBytes: "bytes are left after the last field"
    case .outOfRange: "a number is outside its field's range"
    case .invalidTime: "an instant is before 1970 or after 2116"
    case .unknownLabel: "a label is newer than this program; use a newer retrace"
    case .notText: "text is not UTF-8"
    case .unknownKind(let kind): "event kind \(kind) is unknown to this program"
    case .newerVersion(let kind, let major, let minor):
      "event kind \(kind) is of version \(major).\(minor), newer than this program; use a newer retrace"
    case .unknownVersion(let kind, let major, let minor):
      "event kind \(kind) never had a version \(major).\(minor)"
    case .badFlags: "frame flags do not fit"
    case .badCause: "a cause lies outside its turn"
    case .badReferences: "a list of facts used is not well formed"
    }
  }

  /// Whether a newer program would be able to read this, so that nothing is damaged.
  public var isNewer: Bool {
    switch self {
    case .newerVersion, .unknownKind, .unknownLabel: true
    default: false
    }
  }
}
