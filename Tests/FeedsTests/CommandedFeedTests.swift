import Feeds
import Market
import Testing

/// A file of commands that several runs read one after another.
@Suite struct `A file of commands` {
  private let scratch = Scratch()

  private struct NoRows: FeedSource {
    var ended: [EndedFile] { [] }
    mutating func next() throws(FeedError) -> FeedItem? { nil }
  }

  private func items(
    _ file: CommandFile, behind line: Int64, to end: Timestamp?
  ) throws -> [FeedItem] {
    var feed = CommandedFeed(NoRows(), file, index: 0, startAfter: line, from: nil, to: end)
    var items: [FeedItem] = []
    while let item = try feed.next() { items.append(item) }
    // An end is an end, however often it is asked.
    #expect(try feed.next() == nil)
    return items
  }

  /// An order behind the end must not be passed over by a line that is no command.
  @Test func `is read whole by runs that end anywhere`() throws {
    let minutes = [1, 2, 2, 5, 3, 7, 9]
    var text = ""
    for (place, minute) in minutes.enumerated() {
      text +=
        #"{"at":"2024-01-08T00:0\#(minute):00Z","owner":"ada","reason":"r\#(place)","command":"flatten"}"#
      text += "\n"
      if place % 2 == 1 { text += "no command\n" }
    }
    let file = try CommandFile(path: scratch.file("commands.jsonl", text))
    let whole = try items(file, behind: 0, to: nil)
    #expect(whole.count == 10)
    for minute in 0...9 {
      let end = Timestamp(text: "2024-01-08T00:0\(minute):00Z")
      let first = try items(file, behind: 0, to: end)
      let second = try items(file, behind: first.last?.ordinal ?? 0, to: nil)
      #expect(
        (first + second).map(\.ordinal) == whole.map(\.ordinal), "ended at minute \(minute)")
    }
  }
}
