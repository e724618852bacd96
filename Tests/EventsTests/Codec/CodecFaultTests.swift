import Events
import Testing

@Suite struct `A fault of the codec` {
  private static let all: [CodecFault] = [
    .truncated, .overlongVarint, .trailingBytes, .outOfRange, .invalidTime, .unknownLabel, .notText,
    .unknownKind(7), .newerVersion(kind: 16, major: 3, minor: 4),
    .unknownVersion(kind: 16, major: 3, minor: 4), .badFlags, .badCause, .badReferences,
  ]

  @Test func `says in words of its own what is wrong`() {
    let words = Self.all.map(\.description)
    #expect(Set(words).count == words.count)
    #expect(words.allSatisfy { $0.count > 10 })
  }

  @Test func `is no damage when a newer program can read the bytes`() {
    let newer = Self.all.filter(\.isNewer)
    #expect(
      newer == [.unknownLabel, .unknownKind(7), .newerVersion(kind: 16, major: 3, minor: 4)])
  }

  @Test func `names the kind, the version and the way out when the bytes are newer`() {
    let words = CodecFault.newerVersion(kind: 16, major: 3, minor: 4).description
    #expect(words.contains("kind 16") && words.contains("3.4"))
    #expect(words.contains("use a newer retrace"))
  }
}

@Suite struct `The version of an event` {
  @Test func `is carried as 32 times its major part plus its minor`() {
    #expect(EventVersion(1, 0).code == 32)
    #expect(EventVersion(2, 31).code == 95)
    #expect(EventVersion(code: 95) == EventVersion(2, 31))
    #expect(EventVersion(code: 65_535) == EventVersion(2_047, 31))
  }

  @Test func `is ordered by its major part, then its minor`() {
    #expect(EventVersion(1, 31) < EventVersion(2, 0))
    #expect(EventVersion(1, 0) < EventVersion(1, 1))
    #expect(!(EventVersion(1, 1) < EventVersion(1, 1)))
  }
}
