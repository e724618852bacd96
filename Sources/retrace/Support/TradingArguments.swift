import Configuration
import Feeds
import Market
import Node
import Settings

/// The options of a run that concern trading.
struct TradingArguments {
  static let options = [
    Option(
      name: "commands", form: .value("file"), meaning: "commands of an operator, one JSON a line"),
    Option(
      name: "config", form: .value("file"), meaning: "settings: one JSON object, name to value"),
    Option(
      name: "set", form: .values("name=value"), meaning: "a setting, over file and environment"),
    Option(
      name: "release-kill-switch", form: .value("reason"),
      meaning: "ask for its release before the first row, if nothing ever released it"),
    Option(
      name: "on-loss-limit", form: .value("what"),
      meaning: "stop (default): stay engaged; next-day: ask for a release the day after"),
  ]

  let commands: String?
  let config: String?
  let values: [String]
  let releaseReason: String?
  let releasesNextDay: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    commands = arguments.value("commands")
    config = arguments.value("config")
    values = arguments.all("set")
    releaseReason = arguments.value("release-kill-switch")
    switch arguments.value("on-loss-limit") ?? "stop" {
    case "stop": releasesNextDay = false
    case "next-day": releasesNextDay = true
    default: throw UsageError("--on-loss-limit is stop or next-day. Nothing was done.")
    }
    if let reason = releaseReason {
      guard (1...200).contains(reason.utf8.count), reason.contains(where: { $0 != " " }) else {
        throw UsageError(
          "--release-kill-switch takes a reason of 1 to 200 bytes. Nothing was done.")
      }
    }
  }

  /// Puts settings and commands into a request.
  ///
  /// - Parameter heard: The instruments of the feed, traded where `INSTRUMENTS` was not given.
  func fill(_ request: inout RunRequest, heard: [Instrument]) throws {
    // The bars are the feed's; a setting that says otherwise is refused below.
    let bars = request.settings.barSeconds
    let own = Granularity.allCases.first { $0.seconds == bars }
      .map { ["CANDLE_GRAN=\($0.rawValue)"] }
    let gathering = SettingsGathering(file: config, arguments: (own ?? []) + values)
    var resolution = try gathering.resolve()
    let place = SettingTable.all.place(of: "INSTRUMENTS") ?? 0
    if resolution.layers[place] == .defaults {
      resolution = try gathering.resolve(traded: Self.ordered(heard, by: resolution.settings))
    }
    guard resolution.settings.candleGranularity.seconds == bars else {
      throw SettingProblems([
        SettingProblem(
          .rule, name: "CANDLE_GRAN", value: resolution.settings.candleGranularity.rawValue,
          range: own?.first ?? "", section: "4",
          message: "the bars of this run are \(bars) s long. Leave the setting out")
      ])
    }
    for note in resolution.notes { Console.error("retrace: \(note)") }
    guard resolution.settings.mode != .practice, resolution.settings.mode != .live else {
      throw SettingProblems([
        SettingProblem(
          .rule, name: "MODE", value: resolution.settings.mode.rawValue, range: "paper, backtest",
          section: "11",
          message: "a run from files has the paper venue only: use paper or backtest")
      ])
    }
    request.trading = resolution
    request.releaseReason = releaseReason
    request.releasesNextDay = releasesNextDay
    if let commands { request.commands = try CommandFile(path: commands) }
  }

  /// In the order of `INSTRUMENTS`, then by name.
  private static func ordered(
    _ heard: [Instrument], by settings: TradingSettings
  ) -> [Instrument] {
    var rest: [Instrument] = []
    for instrument in heard where !rest.contains(where: { $0.name == instrument.name }) {
      rest.append(instrument)
    }
    let known = settings.instruments.filter { wanted in
      rest.contains { $0.name == wanted.name }
    }
    let others = rest.filter { instrument in !known.contains { $0.name == instrument.name } }
      .filter { Instrument.known($0.name) != nil }.sorted { $0.name < $1.name }
    return known + others
  }
}
