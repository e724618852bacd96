package import Events
package import Feeds
import Market
package import Numerics

/// Every setting of a run that decides anything, as it is recorded at the opening.
package struct Settings: Equatable, Sendable {
  package var barSeconds: Int64 = 60
  package var stabilizingIn: Int64 = 2
  package var convergedIn: Int64 = 4
  package var stabilizingOut: Int64 = 1
  package var convergedOut: Int64 = 3
  package var signalStride: Int64 = 4
  package var signaturePrecision: Int64 = 2

  /// Where candles come from, and what candle files are read as.
  package var content = FeedContent.ticks

  package init() {}

  /// The settings that the files of a run bring with them.
  package init(reading content: FeedContent) {
    self.content = content
    if case .candles(let granularity, _) = content { barSeconds = granularity.seconds }
  }

  package var candleSource: CandleSource { content == .ticks ? .ticks : .broker }

  /// One `name=value` line each, sorted by name: what `node.run-started` carries.
  package var text: String {
    let lines: [(name: String, value: String)] = [
      ("bar_seconds", "\(barSeconds)"), ("candle_source", candleSource.name),
      ("converged_in", "\(convergedIn)"), ("converged_out", "\(convergedOut)"),
      ("signal_stride", "\(signalStride)"), ("signature_precision", "\(signaturePrecision)"),
      ("stabilizing_in", "\(stabilizingIn)"), ("stabilizing_out", "\(stabilizingOut)"),
    ]
    return (lines + candleLines).sorted { $0.name < $1.name }
      .map { "\($0.name)=\($0.value)\n" }.joined()
  }

  /// `candle_side.EUR_USD=bid`, and `candle_spread.EUR_USD=1.2` in pips, or `own` or `none`.
  private var candleLines: [(name: String, value: String)] {
    guard case .candles(_, let instruments) = content else { return [] }
    return instruments.flatMap { candles in
      [
        ("candle_side.\(candles.instrument.name)", candles.side.name),
        (
          "candle_spread.\(candles.instrument.name)",
          candles.spreadPips ?? (candles.quotes == .own ? "own" : "none")
        ),
      ]
    }
  }

  package var hash: Digest256 { SHA256.digest(of: [UInt8](text.utf8)) }
}
