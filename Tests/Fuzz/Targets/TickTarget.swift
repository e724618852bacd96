import Market

@testable import Feeds

extension FuzzTarget {
  /// A file of ticks, from its bytes to the rows of a feed.
  ///
  /// The short cut for plain lines reads what the whole rule reads; a row written as a plain line reads
  /// as the same row; a feed that is taken up behind any row gives the rows that are left.
  static let ticks = FuzzTarget(
    name: "ticks",
    parser: [
      "Sources/Edge/Feeds/DecimalDigits.swift", "Sources/Edge/Feeds/FileTimeline.swift",
      "Sources/Edge/Feeds/LineFields.swift", "Sources/Edge/Feeds/PlainRow.swift",
      "Sources/Edge/Feeds/PriceText.swift", "Sources/Edge/Feeds/RowReader.swift",
      "Sources/Edge/Feeds/RowText.swift",
    ],
    seeds: { FeedText.ticks.map { Array($0.utf8) } },
    read: { bytes in
      for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        readLine(UnsafeRawBufferPointer(rebasing: line))
      }
      file.write(bytes)
      WholeFeed.read(file.path, CandleOptions()) { row in
        guard case .tick(let stamp, let bid, let ask) = row else { return }
        mustHold(stamp.isValid, "a tick without a valid stamp")
        guard let bid, let ask else { return }
        let text = Array(
          "\(stamp.nanoseconds),\(decimal(bid.micros, places: 6)),\(decimal(ask.micros, places: 6))"
            .utf8)
        text.withUnsafeBytes {
          mustHold(RowText.row($0) == row, "a row written as text reads as another one")
        }
      }
    })

  private static let file = FeedFileOnDisk("EUR_USD.csv")

  private static func readLine(_ line: UnsafeRawBufferPointer) {
    var ended = Array(line)
    ended.append(UInt8(ascii: "\n"))
    let plain = ended.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.flatMap { PlainRow(at: $0) }
    }
    guard let plain else { return }
    mustHold(plain.length == ended.count, "a plain row that is not the whole line")
    let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    mustHold(
      RowText.row(UnsafeRawBufferPointer(rebasing: text))
        == .tick(stamp: plain.stamp, bid: plain.bid, ask: plain.ask),
      "the short cut reads another row than the whole rule")
  }
}
