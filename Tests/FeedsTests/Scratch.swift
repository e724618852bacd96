import Feeds
import Foundation
import Market
import Testing

/// A folder of its own for one test, removed with everything in it when let go.
final class Scratch {
  let folder: String

  init() {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("feeds-\(UUID().uuidString)")
    folder = url.path
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      Issue.record(error, "no scratch folder")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file, and the folders on the way to it.
  @discardableResult
  func file(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }

  /// How many files of this folder the process has open.
  func openFiles() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/fd/\(number)")
      return target?.hasPrefix(folder) ?? false
    }
  }
}

/// What a feed gave until its end, or until it failed.
struct Reading: Equatable {
  var items: [FeedItem] = []
  var failure: FeedError?

  var times: [Int64] { items.map(\.time.nanoseconds) }
  var ordinals: [Int64] { items.map(\.ordinal) }
  var rows: [FeedRow] { items.map(\.row) }
}

/// Reads files to the end, from the start unless `startAfter` says otherwise.
func read(
  _ files: [FeedFile], startAfter: [Int64]? = nil, from: Int64? = nil, to: Int64? = nil
) -> Reading {
  var feed = TickFeed(
    files, startAfter: startAfter ?? files.map { _ in 0 },
    from: from.map { Timestamp(nanoseconds: $0) }, to: to.map { Timestamp(nanoseconds: $0) })
  var reading = Reading()
  do {
    while let item = try feed.next() { reading.items.append(item) }
  } catch {
    reading.failure = error
  }
  return reading
}

/// Discovers and reads; a failure of either is the reading's.
func read(_ paths: String..., from: Int64? = nil, to: Int64? = nil) -> Reading {
  do {
    return read(try TickFeed.discover(paths, instruments: nil), from: from, to: to)
  } catch {
    return Reading(failure: error)
  }
}

/// A quote of 1.1 and 1.2, so that only its stamp matters.
func tick(_ stamp: Int64) -> FeedRow {
  quote(stamp, 1_100_000, 1_200_000)
}

func quote(_ stamp: Int64, _ bid: Int64?, _ ask: Int64?) -> FeedRow {
  .tick(
    stamp: Timestamp(nanoseconds: stamp), bid: bid.map { Price(micros: $0) },
    ask: ask.map { Price(micros: $0) })
}

/// One line for each stamp; nil becomes a row that is rejected.
func lines(_ stamps: [Int64?]) -> String {
  stamps.map { stamp in stamp.map { "\($0),1.1,1.2\n" } ?? "rejected\n" }.joined()
}
