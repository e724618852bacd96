/// One part of a snapshot: the state of a room, or of what the rooms share.
package struct SnapshotSection: Equatable, Sendable {
  package let name: String
  /// Raised by hand when the bytes or their meaning change.
  package let version: UInt16
  /// Canonical: the same state gives the same bytes.
  package let bytes: [UInt8]

  package init(name: String, version: UInt16, bytes: [UInt8]) {
    self.name = name
    self.version = version
    self.bytes = bytes
  }

  package init(name: String, version: UInt16, of state: some StateKeeping) {
    self.init(name: name, version: version, bytes: StateWriter.bytes(of: state))
  }

  /// The state it holds.
  ///
  /// - Parameter empty: What it is before it is read.
  package func read<State: StateKeeping>(into empty: State) throws(CodecFault) -> State {
    var buffer = ByteBuffer(capacity: bytes.count)
    buffer.append(bytes)
    return try StateReader.read(buffer.bytes, into: empty)
  }
}
