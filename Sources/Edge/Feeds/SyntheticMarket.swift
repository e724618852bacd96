import EmbeddedMarket
package import Market
import Numerics

/// The synthetic market as something to run: which one, and which of its instruments.
package struct SyntheticMarket: Equatable, Sendable {
  /// How many days it may last.
  package static let days = 1...EmbeddedMarket.mostDays
  /// What it quotes, by name, in its order.
  package static let instruments = EmbeddedMarket.instruments.map(\.name)
  /// Where a day of it begins, counted from 0.
  package static func instant(ofDay day: Int64) -> Timestamp {
    EmbeddedMarket.usualStart.adding(nanoseconds: day * 86_400 * nanosecondsPerSecond)
  }

  /// How the paths of its sources begin.
  private static let name = "synthetic market"

  package let seed: UInt64
  package let days: Int64
  /// By what they are in the market; in its order.
  let chosen: [Int]

  /// - Parameters:
  ///   - days: In `SyntheticMarket.days`.
  ///   - instruments: The only ones wanted, by name, each in `SyntheticMarket.instruments`; nil for
  ///     all.
  package init(seed: UInt64, days: Int64, instruments: [String]? = nil) {
    let all = Self.instruments
    precondition(Self.days.contains(days), "a synthetic market lasts \(Self.days) days")
    precondition(
      (instruments ?? all).allSatisfy { all.contains($0) }, "the synthetic market quotes \(all)")
    self.seed = seed
    self.days = days
    chosen = all.indices.filter { instruments?.contains(all[$0]) ?? true }
  }

  /// `synthetic market, seed 1, days 5`: what it is called wherever it is shown.
  package var title: String { "\(Self.name), seed \(seed), days \(days)" }

  /// One source an instrument.
  ///
  /// The days are not part of what makes a source: a market of more days begins with the quotes of
  /// one of fewer, so a journal of five days goes on with the sixth.
  package var origins: [FeedOrigin] {
    chosen.map { place in
      let instrument = EmbeddedMarket.instruments[place]
      let identity =
        "\(Self.name), generator \(EmbeddedMarket.version), seed \(seed), "
        + "start \(EmbeddedMarket.usualStart), \(instrument.name)"
      return FeedOrigin(
        path: title, instrument: instrument, size: 0,
        headHash: SHA256.digest(of: Array(identity.utf8)))
    }
  }

  /// Whether a journal's source is of this kind.
  ///
  /// - Parameters:
  ///   - path: As `FeedOrigin` has it.
  ///   - size: As `FeedOrigin` has it.
  package static func isOrigin(path: String, size: Int64) -> Bool {
    size == 0 && path.hasPrefix(name)
  }
}

/// The quotes of the synthetic market, as a feed gives them.
///
/// A quote's row is its place among all of its instrument, whatever window was asked for. A feed that
/// starts after some rows makes the market from its first quote again and passes them.
package struct SyntheticFeed: FeedSource {
  private var market: EmbeddedMarket
  /// By instrument of the market: its place in the plan and the last row taken; nil if not wanted.
  private let places: [(file: Int, after: Int64)?]
  private let window: Range<Int64>

  package var ended: [EndedFile] { [] }

  /// - Parameters:
  ///   - startAfter: By wanted instrument, the last row already taken; 0 for none.
  ///   - from: Earlier quotes are not given out; they keep their rows.
  ///   - to: Nor are quotes of this time or later.
  package init(
    _ synthetic: SyntheticMarket, startAfter: [Int64], from: Timestamp?, to: Timestamp?
  ) {
    precondition(startAfter.count == synthetic.chosen.count, "one last row for each instrument")
    market = EmbeddedMarket(seed: synthetic.seed, days: synthetic.days)
    places = EmbeddedMarket.instruments.indices.map { place in
      synthetic.chosen.firstIndex(of: place).map { ($0, startAfter[$0]) }
    }
    let start = from?.nanoseconds ?? 0
    window = start..<max(start, to?.nanoseconds ?? .max)
  }

  package mutating func next() -> FeedItem? {
    while let quote = market.next(), quote.time.nanoseconds < window.upperBound {
      guard let place = places[quote.instrument], quote.ordinal > place.after,
        quote.time.nanoseconds >= window.lowerBound
      else { continue }
      return FeedItem(
        file: place.file, ordinal: quote.ordinal, line: quote.ordinal, time: quote.time,
        row: .tick(stamp: quote.time, bid: quote.bid, ask: quote.ask))
    }
    return nil
  }
}
