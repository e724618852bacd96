/// One part of a snapshot: the state of an actor, or of what the reducers share.
public struct SnapshotSection: Equatable, Sendable {
  public let name: String
  /// Raised by hand when the bytes or their meaning change.
  public let version: UInt16
  /// Canonical: the same state gives the same bytes.
  public let bytes: [UInt8]

  public init(name: String, version: UInt16, bytes: [UInt8]) {
    self.name = name
    self.version = version
    self.bytes = bytes
  }

  public init(name: String, version: UInt16, of state: some StateKeeping) {
    self.init(name: name, version: version, bytes: StateWriter.bytes(of: state))
  }

  /// The state it holds.
  ///
  /// - Parameter empty: What it is before it is read.
  public func read<State: StateKeeping>(into empty: State) throws(CodecFault) -> State {
    var buffer = ByteBuffer(capacity: bytes.count)
    buffer.append(bytes)
    return try StateReader.read(buffer.bytes, into: empty)
  }
}
