import Market

/// The four trading sessions, by the clocks of their cities.
///
/// Source: trading-system.md, section 3.1.
enum SyntheticSession: Int, CaseIterable, Sendable {
  case sydney = 0
  case tokyo = 1
  case london = 2
  case newYork = 3

  /// Minute of the local day at which it opens; it closes nine hours later.
  var openMinute: Int64 {
    switch self {
    case .sydney: 420
    case .tokyo: 540
    case .london, .newYork: 480
    }
  }

  static let minutes: Int64 = 540

  /// How awake the session is, in 1,024ths of its busiest minute.
  ///
  /// It wakes in the hour before it opens, is busiest an hour in, has lunch in the fifth hour, and
  /// goes to sleep in the hour after it closes.
  ///
  /// - Parameter minute: Minutes since it opened, negative before.
  static func wakefulness(at minute: Int64) -> Int64 {
    switch minute {
    case -60..<0: (minute + 60) * 560 / 60
    case 0..<60: 560 + minute * 464 / 60
    case 60..<150: 1_024
    case 150..<270: 1_024 - (minute - 150) * 384 / 120
    case 270..<390: 640 + (minute - 270) * 320 / 120
    case 390..<480: 960
    case 480..<540: 960 - (minute - 480) * 460 / 60
    case 540..<600: 500 - (minute - 540) * 500 / 60
    default: 0
    }
  }

  /// How near the session is to its open or its close, in 1,024ths: at the minute itself all of it,
  /// a quarter of an hour away nothing.
  static func edge(at minute: Int64) -> Int64 {
    let distance = min(abs(minute), abs(minute - minutes))
    return max(0, 15 - distance) * 1_024 / 15
  }
}
