import Market
import Testing

@Suite struct `An instant` {
  @Test(arguments: [(-1, false), (0, true), ((1 << 62) - 1, true), (1 << 62, false)])
  func `is valid from 1970 to 2116`(nanoseconds: Int64, isValid: Bool) {
    #expect(Timestamp(nanoseconds: nanoseconds).isValid == isValid)
  }

  @Test func `wraps instead of trapping when moved too far`() {
    let moved = Timestamp(nanoseconds: .max).adding(nanoseconds: 1)
    #expect(moved.nanoseconds == .min)
    #expect(!moved.isValid)
  }

  @Test func `is before a later one`() {
    #expect(Timestamp.zero < Timestamp.limit)
    #expect(!(Timestamp.zero < Timestamp.zero))
  }
}
