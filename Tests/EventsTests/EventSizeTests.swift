import Events
import Testing

@Suite struct `An event` {
  // The bound of design.md, section 8. A payload that passes it stands aside: `"aside": true` in its schema.
  @Test func `stays below 192 bytes, whatever kinds there are`() {
    #expect(MemoryLayout<Event>.size < 192)
  }

  @Test(arguments: EventKind.allCases)
  func `has a name and a layout of its fields`(kind: EventKind) {
    #expect(!kind.name.isEmpty && !kind.fieldNames.isEmpty)
  }
}
