import Events
import Journal
import Market
import Numerics
import Testing

@Suite struct `A snapshot's record` {
  static let record = SnapshotRecord(
    journal: JournalIdentity.one.id, sequence: 12, at: Timestamp(nanoseconds: 99), rules: 1,
    contentHead: .zero, nodeHead: .zero, takenAt: Timestamp(nanoseconds: 100),
    sections: [
      SnapshotSection(name: "position", version: 1, bytes: [1, 2, 3]),
      SnapshotSection(name: "KernelActor", version: 9, bytes: []),
    ])

  private func read(_ bytes: [UInt8]) throws(SnapshotFault) -> SnapshotRecord {
    var buffer = ByteBuffer(capacity: bytes.count)
    buffer.append(bytes)
    return try SnapshotRecord(buffer.bytes)
  }

  private func changed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = Self.record.encoded()
    change(&bytes)
    bytes.repairSnapshotChecksum()
    return bytes
  }

  @Test func `comes back as it was`() throws {
    #expect(try read(Self.record.encoded()) == Self.record)
  }

  @Test func `is refused with any byte flipped`() {
    let bytes = Self.record.encoded()
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      #expect(throws: SnapshotFault.self, "byte \(place)") { _ = try read(flipped) }
    }
  }

  @Test func `names what is wrong with it`() {
    #expect(throws: SnapshotFault.tooShort) { _ = try read(Array(Self.record.encoded()[..<135])) }
    #expect(throws: SnapshotFault.wrongMagic) { _ = try read(changed { $0[0] = 0 }) }
    #expect(throws: SnapshotFault.wrongChecksum) {
      var bytes = Self.record.encoded()
      bytes[140] ^= 1
      _ = try read(bytes)
    }
    #expect(throws: SnapshotFault.newerFormat(2)) { _ = try read(changed { $0[4] = 2 }) }
    #expect(throws: SnapshotFault.wrongHeader) { _ = try read(changed { $0[6] = 0 }) }
    #expect(throws: SnapshotFault.wrongHeader) { _ = try read(changed { $0[24] = 0 }) }
    #expect(throws: SnapshotFault.wrongHeader) { _ = try read(changed { $0[39] = 0x80 }) }
    #expect(throws: SnapshotFault.wrongHeader) { _ = try read(changed { $0[124] += 1 }) }
    #expect(throws: SnapshotFault.wrongHeader) { _ = try read(changed { $0[128] = 1 }) }
    #expect(throws: SnapshotFault.wrongSections) { _ = try read(changed { $0[120] = 1 }) }
    #expect(throws: SnapshotFault.wrongSections) { _ = try read(changed { $0[120] = 3 }) }
    #expect(throws: SnapshotFault.wrongSections) { _ = try read(changed { $0[137] = 32 }) }
    #expect(throws: SnapshotFault.wrongDigest(section: "position")) {
      _ = try read(changed { $0[136 + 1 + 8 + 2] ^= 1 })
    }
  }

  @Test func `has each section once`() {
    let twice = SnapshotRecord(
      journal: Self.record.journal, sequence: 1, at: .zero, rules: 1, contentHead: .zero,
      nodeHead: .zero, takenAt: .zero,
      sections: [Self.record.sections[0], Self.record.sections[0]])
    #expect(throws: SnapshotFault.wrongSections) { _ = try read(twice.encoded()) }
  }
}

@Suite struct `The state of a snapshot` {
  private func section(_ name: String, _ bytes: Int) -> SnapshotSection {
    SnapshotSection(name: name, version: 1, bytes: [UInt8](repeating: 7, count: bytes))
  }

  /// A shared section so large that one actor of `bytes` just fits beside it.
  private func shared(besideRoomOf bytes: Int) -> SnapshotSection {
    let actor = SnapshotRecord.size(of: [section("actor", bytes)])
    let empty = SnapshotRecord.size(of: [section("shared", 0)])
    return section("shared", SnapshotRecord.mostBytes - actor - empty)
  }

  @Test func `may be 4 MiB, and its record is good`() throws {
    let shared = shared(besideRoomOf: 1_000)
    let state = try #require(
      SnapshotState(rules: 1, shared: [shared], reducers: [section("actor", 1_000)]))
    #expect(state.leftOut.isEmpty && state.sections.count == 2)
    let record = SnapshotRecord(
      journal: JournalIdentity.one.id, sequence: 1, at: .zero, rules: 1, contentHead: .zero,
      nodeHead: .zero, takenAt: .zero, sections: state.sections)
    var bytes = ByteBuffer()
    bytes.append(record.encoded())
    #expect(try SnapshotRecord(bytes.bytes) == record)
  }

  @Test func `leaves the largest sections out, a byte above 4 MiB`() throws {
    let shared = shared(besideRoomOf: 1_000)
    let reducers = [section("actor", 1), section("large", 1_000)]
    let state = try #require(SnapshotState(rules: 1, shared: [shared], reducers: reducers))
    #expect(state.leftOut == ["large"])
    #expect(state.sections.map(\.name) == ["shared", "actor"])
  }

  @Test(arguments: [(bytes: 1_000, leftOut: []), (bytes: 1_001, leftOut: ["large"])])
  func `leaves out a section that is a byte over its own bound`(bytes: Int, leftOut: [String])
    throws
  {
    let state = try #require(
      SnapshotState(
        rules: 1, shared: [section("shared", 5_000)],
        reducers: [section("small", 1_001), section("large", bytes)],
        most: { $0 == "large" ? 1_000 : 2_000 }))
    #expect(state.leftOut == leftOut)
    #expect(
      state.sections.map(\.name) == ["shared", "small", "large"].filter { !leftOut.contains($0) })
  }

  @Test func `is none when what all share does not fit`() {
    let large = section("shared", SnapshotRecord.mostBytes)
    #expect(SnapshotState(rules: 1, shared: [large], reducers: []) == nil)
  }
}

extension [UInt8] {
  /// Gives a snapshot the checksum that its bytes have now.
  mutating func repairSnapshotChecksum() {
    let head = self[..<132].withUnsafeBytes { crc32c($0) }
    put(self[136...].withUnsafeBytes { crc32c($0, continuing: head) }, at: 132)
  }
}
