import Feeds
import Foundation
import Market
import Numerics
import Testing

@Suite struct `Discovering a feed` {
  private let scratch = Scratch()

  private func failure(_ paths: [String], _ instruments: [String]? = nil) -> FeedError? {
    do {
      _ = try TickFeed.discover(paths, instruments: instruments)
      return nil
    } catch {
      return error
    }
  }

  private func names(_ paths: String..., instruments: [String]? = nil) throws -> [String] {
    try TickFeed.discover(paths, instruments: instruments)
      .map { String($0.path.dropFirst(scratch.folder.count + 1)) }
  }

  @Test func `describes a file`() throws {
    let path = try scratch.file("EUR_USD-2014.csv.gz", GzipSamples.deflated)
    let files = try TickFeed.discover([path], instruments: nil)
    #expect(files.map(\.path) == [path])
    #expect(files[0].instrument.name == "EUR_USD")
    #expect(files[0].size == Int64(GzipSamples.deflated.count))
    #expect(files[0].headHash == SHA256.digest(of: GzipSamples.deflated))
    #expect(files[0].firstStamp?.nanoseconds == 1_398_902_400_000_000_000)
  }

  @Test func `hashes no more than the first 64 KiB`() throws {
    let text = lines((0..<10_000).map { $0 })
    let path = try scratch.file("EUR_USD.csv", text)
    let files = try TickFeed.discover([path], instruments: nil)
    #expect(files[0].headHash == SHA256.digest(of: Array(text.utf8.prefix(65_536))))
  }

  @Test func `sorts by instrument, first stamp and path`() throws {
    for (name, stamps) in [
      ("AUD_USD/a.csv", [1]), ("CAD_JPY/a.csv", [1]), ("AUD_CAD/a.csv", [1]),
      ("EUR_USD/c.csv", [5]), ("EUR_USD/deep/down/b.csv", [3]), ("EUR_USD/a.csv", [5, 6]),
      ("EUR_USD/d.csv", [7, 2]), ("USD_JPY.csv", [9]),
    ] as [(String, [Int64?])] {
      try scratch.file(name, lines(stamps))
    }
    try scratch.file("EUR_USD/none.csv", "ts_ns,bid,ask\nrejected\n")
    #expect(
      try names(scratch.folder) == [
        "EUR_USD/none.csv", "EUR_USD/deep/down/b.csv", "EUR_USD/a.csv", "EUR_USD/c.csv",
        "EUR_USD/d.csv", "USD_JPY.csv", "AUD_USD/a.csv", "AUD_CAD/a.csv", "CAD_JPY/a.csv",
      ])
  }

  @Test(
    arguments: [
      ("EUR_USD.csv", "EUR_USD"), ("EUR_USD.csv.gz", "EUR_USD"), ("EUR_USD-2014.csv", "EUR_USD"),
      ("EUR_USD_2014.csv", "EUR_USD"), ("2014-EUR_USD.csv", "EUR_USD"),
      ("EUR_USD/2014-05-01.csv", "EUR_USD"), ("EUR_USD/2014/05/01.csv", "EUR_USD"),
      ("EUR_USD/USD_JPY.csv", "USD_JPY"), ("USD_JPY/EUR_USD/1.csv", "EUR_USD"),
      ("EUR_USDX/1.csv", nil), ("EURUSD.csv", nil), ("eur_usd.csv", nil), ("USD_EUR.csv", nil),
      ("EUR_USD_JPY.csv", nil), ("GBP_USD/EUR_USD_JPY.csv", nil), ("XAU_USD.csv", nil),
    ] as [(String, String?)])
  func `takes the instrument from the nearest name that has one`(
    name: String, instrument: String?
  ) throws {
    let path = try scratch.file(name, lines([1]))
    if let instrument {
      let files = try TickFeed.discover([path], instruments: nil)
      #expect(files.map(\.instrument.name) == [instrument])
    } else if case .unknownInstrument(path, let known) = failure([path]) {
      #expect(known.count == 28)
      #expect(known.starts(with: ["EUR_USD", "USD_JPY", "GBP_USD"]))
    } else {
      Issue.record("\(name) is accepted")
    }
  }

  @Test func `leaves out hidden files and other kinds of file, unless one is named`() throws {
    try scratch.file("EUR_USD/a.csv", lines([1]))
    for other in ["EUR_USD/.b.csv", "EUR_USD/.d/e.csv", "EUR_USD/README.md", "EUR_USD/a.csv.part"] {
      try scratch.file(other, "no ticks")
    }
    let named = try scratch.file("USD_JPY.txt", lines([1]))
    #expect(try names(scratch.folder + "//") == ["EUR_USD/a.csv"])
    #expect(try names(scratch.folder, named) == ["EUR_USD/a.csv", "USD_JPY.txt"])
  }

  @Test func `follows links, and not in circles`() throws {
    try scratch.file("store/ticks", lines([1]))
    try scratch.file("EUR_USD/a.csv", lines([2]))
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: scratch.path("EUR_USD/b.csv"), withDestinationPath: scratch.path("store/ticks"))
    try manager.createSymbolicLink(
      atPath: scratch.path("EUR_USD/loop"), withDestinationPath: scratch.path("EUR_USD"))
    #expect(try names(scratch.path("EUR_USD")) == ["EUR_USD/b.csv", "EUR_USD/a.csv"])
  }

  @Test func `refuses what is missing, empty or without a row`() throws {
    let missing = scratch.path("EUR_USD-missing.csv")
    #expect(failure([missing]) == .notFound(file: missing))
    let folder = scratch.path("folder")
    try scratch.file("folder/deep/notes.txt", "no ticks")
    #expect(failure([folder]) == .emptyFolder(file: folder))
    let empty = try scratch.file("EUR_USD-empty.csv", "")
    #expect(failure([empty]) == .emptyFile(file: empty))
    let nothing = try scratch.file("EUR_USD-nothing.csv.gz", GzipSamples.stored([]))
    #expect(failure([nothing]) == .emptyFile(file: nothing))
    for text in ["ts_ns,bid,ask", "ts_ns,bid,ask\n\n \n", "\n", "\u{feff}"] {
      let bare = try scratch.file("EUR_USD-bare.csv", text)
      #expect(failure([bare]) == .noRows(file: bare))
    }
  }

  @Test func `refuses a folder for one bad file, asked for or not`() throws {
    for day in 1...3 { try scratch.file("EUR_USD/\(day).csv", lines([Int64(day)])) }
    let bad = try scratch.file("USD_JPY/1.csv", "time,price\n")
    let expected = FeedError.notATickFile(file: bad, line: 1, found: "time,price")
    #expect(failure([scratch.folder]) == expected)
    #expect(failure([scratch.folder], ["EUR_USD"]) == expected)
  }

  @Test func `refuses a broken link and a pipe by name`() throws {
    let link = scratch.path("EUR_USD.csv")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    #expect(failure([scratch.folder]) == .notFound(file: link))
    let pipe = scratch.path("USD_JPY.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(failure([pipe]) == .unreadable(file: pipe, reason: "It is not a regular file"))
  }

  @Test func `refuses the same content of one instrument twice`() throws {
    let one = try scratch.file("EUR_USD/1.csv", lines([1, 2]))
    try scratch.file("EUR_USD/2.csv", lines([1, 3]))
    let twin = try scratch.file("EUR_USD/3.csv", lines([1, 2]))
    try scratch.file("USD_JPY/1.csv", lines([1, 2]))
    #expect(failure([scratch.folder]) == .sameFileTwice(file: one, other: twin))
    #expect(failure([one, one]) == .sameFileTwice(file: one, other: one))
    try FileManager.default.removeItem(atPath: twin)
    #expect(failure([scratch.folder]) == nil)
    #expect(failure([scratch.folder, one]) == .sameFileTwice(file: one, other: one))
  }

  @Test func `takes the instruments asked for, and misses none`() throws {
    for name in ["EUR_USD", "USD_JPY", "AUD_USD"] { try scratch.file("\(name).csv", lines([1])) }
    let folder = scratch.folder
    #expect(
      try names(folder, instruments: ["AUD_USD", "EUR_USD"]) == ["EUR_USD.csv", "AUD_USD.csv"])
    let found = ["EUR_USD", "USD_JPY", "AUD_USD"]
    #expect(
      failure([folder], ["EUR_USD", "GBP_USD", "gold"])
        == .nothingSelected(missing: ["GBP_USD", "gold"], found: found))
    #expect(failure([folder], []) == .nothingSelected(missing: [], found: found))
    #expect(failure([]) == .nothingSelected(missing: [], found: []))
  }
}
