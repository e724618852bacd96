import Events
import Feeds
import Market

/// What a run read, as a person reads it and as a program does.
struct ContentText {
  private let content: FeedContent

  init(_ content: FeedContent) { self.content = content }

  /// The first line of a report on candles; nil for ticks. What is missing comes first.
  ///
  ///     No quotes for AUD_USD: one-sided candles, no --spread. M1 candles: EUR_USD bid, spread 1.2
  ///     pips; AUD_USD bid.
  var text: String? {
    guard case .candles(let granularity, let instruments) = content else { return nil }
    let silent = instruments.filter { $0.quotes == .none }.map(\.instrument.name)
    let who = silent.count == instruments.count ? "" : " for \(silent.joined(separator: ", "))"
    let lack = silent.isEmpty ? "" : "No quotes\(who): one-sided candles, no --spread. "
    var kinds: [(what: String, names: [String])] = []
    for candles in instruments {
      let what = Self.text(candles)
      let name = candles.instrument.name
      if let place = kinds.firstIndex(where: { $0.what == what }) {
        kinds[place].names.append(name)
      } else {
        kinds.append((what, [name]))
      }
    }
    let each = kinds.map { "\($0.names.joined(separator: ", ")) \($0.what)" }
    return "\(lack)\(granularity.rawValue) candles: \(each.joined(separator: "; "))."
  }

  private static func text(_ candles: InstrumentCandles) -> String {
    switch candles.quotes {
    case .own: "\(candles.side.name), own spread"
    case .spread: "\(candles.side.name), spread \(candles.spreadPips ?? "") pips"
    case .none: candles.side.name
    }
  }

  /// `{"source":"ticks"}`, or the source with granularity, and side and spread per instrument.
  var json: JSON {
    var object = JSON()
    guard case .candles(let granularity, let instruments) = content else {
      object.add("source", "ticks")
      return object
    }
    object.add("source", "candles")
    object.add("granularity", granularity.rawValue)
    let members = instruments.map { candles in
      var member = JSON()
      member.add("instrument", candles.instrument.name)
      member.add("side", candles.side.name)
      switch candles.quotes {
      case .own: member.add("quotes", "own")
      case .spread: member.add("quotes", "spread")
      case .none: member.add("quotes", "none")
      }
      if let pips = candles.spreadPips {
        member.add("spread_pips", raw: pips)
      } else {
        member.add("spread_pips", raw: "null")
      }
      return member.text
    }
    object.add("instruments", raw: "[\(members.joined(separator: ","))]")
    return object
  }
}
