import PaperVenue
import Testing

@Suite struct `The faults of the paper venue` {
  private static let text =
    "drop_reply:20,lost_before:5,reject:10,cancel:10,delay:50,duplicate:20,partial:10,halt:2,"
    + "manual_trade:1"

  @Test func `are read from their text and give it back`() throws {
    let faults = try VenueFaults(Self.text, seed: 7)
    #expect(VenueFault.allCases.map(faults.rate(of:)) == [20, 5, 10, 10, 50, 20, 10, 2, 1])
    #expect(faults.text == Self.text)
    #expect(try VenueFaults("halt:0,cancel:1000", seed: 7).text == "cancel:1000")
    #expect(try VenueFaults("", seed: 7) == VenueFaults(seed: 7))
  }

  @Test(arguments: [
    ("drop_repl:20", VenueFaultsError.unknownName("drop_repl")),
    ("Halt:2", .unknownName("Halt")), (" halt:2", .unknownName(" halt")),
    ("halt:1001", .outOfRange(name: "halt", rate: "1001")),
    ("halt:-1", .outOfRange(name: "halt", rate: "-1")),
    ("halt:+1", .outOfRange(name: "halt", rate: "+1")),
    ("halt:", .outOfRange(name: "halt", rate: "")),
    ("halt:1.5", .outOfRange(name: "halt", rate: "1.5")),
    ("halt:00001", .outOfRange(name: "halt", rate: "00001")),
    ("halt:99999999999999999999", .outOfRange(name: "halt", rate: "99999999999999999999")),
    ("halt:1,cancel:2,halt:1", .repeated("halt")), ("halt:0,halt:0", .repeated("halt")),
    ("halt", .malformed("halt")), ("halt:1,", .malformed("")), (",", .malformed("")),
    ("halt:1:2", .malformed("halt:1:2")), (":5", .malformed(":5")),
  ])
  func `are refused in any other text`(text: String, error: VenueFaultsError) {
    #expect(throws: error) { try VenueFaults(text, seed: 7) }
    #expect(error.description.hasPrefix("PAPER_FAULTS: "))
    #expect(error.description.contains("Nothing was started."))
  }

  /// The first six of 2,000 orders, worked out in Python from the formula in the doc comment.
  @Test(arguments: [
    (VenueFault.dropReply, 34, [51, 70, 133, 209, 381, 542]),
    (.lostBefore, 11, [270, 352, 711, 1_040, 1_135, 1_334]),
    (.reject, 27, [36, 117, 179, 204, 284, 288]),
    (.cancel, 20, [323, 544, 682, 976, 1_022, 1_035]),
    (.delay, 102, [14, 52, 58, 77, 81, 98]), (.duplicate, 41, [32, 37, 134, 183, 195, 216]),
    (.partial, 18, [38, 54, 108, 183, 245, 318]), (.halt, 0, []), (.manualTrade, 2, [269, 1_725]),
  ])
  func `strike the orders that the formula names`(
    fault: VenueFault, count: Int, first: [Int64]
  ) throws {
    let faults = try VenueFaults(Self.text, seed: 7)
    let struck = (1...2_000 as ClosedRange<Int64>).filter { faults.fault(fault, order: $0) }
    #expect(struck.count == count)
    #expect(Array(struck.prefix(6)) == first)
  }

  @Test func `strike an order whatever else is asked, and whatever other faults are set`() throws {
    let all = try VenueFaults(Self.text, seed: 3)
    let one = try VenueFaults("delay:50", seed: 3)
    for order in (1...3_000 as ClosedRange<Int64>).reversed() {
      #expect(one.fault(.delay, order: order) == all.fault(.delay, order: order))
      #expect(!one.fault(.reject, order: order))
    }
  }

  @Test func `strike every order at 1000, none at 0, and never fewer at a higher rate`() throws {
    let (none, some, more, every) = (
      VenueFaults(seed: 9), try VenueFaults("reject:100", seed: 9),
      try VenueFaults("reject:300", seed: 9), try VenueFaults("reject:1000", seed: 9)
    )
    for order in [Int64.min, -1, 0, .max] + Array(1...1_000) {
      #expect(!none.fault(.reject, order: order))
      #expect(every.fault(.reject, order: order))
      #expect(!some.fault(.reject, order: order) || more.fault(.reject, order: order))
    }
  }

  @Test(arguments: VenueFault.allCases)
  func `strike about as often as they should, each for itself`(fault: VenueFault) throws {
    let faults = try VenueFaults(
      VenueFault.allCases.map { "\($0.name):100" }.joined(separator: ","), seed: 11)
    let other = VenueFault.allCases[(Int(fault.rawValue) + 1) % VenueFault.allCases.count]
    var (alone, both) = (0, 0)
    for order in 1...20_000 as ClosedRange<Int64> where faults.fault(fault, order: order) {
      alone += 1
      if faults.fault(other, order: order) { both += 1 }
    }
    // 2,000 and 200 are expected; five standard deviations are 212 and 71.
    #expect(abs(alone - 2_000) < 212)
    #expect(abs(both - 200) < 71)
  }
}
