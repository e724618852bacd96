import Glibc
import Market
import Node

/// Tells when the market and instruments are open, at one moment or at many.
struct SessionCommand: Command {
  static let name = ["session"]
  static let summary = "Tell whether the market and instruments are open, and until when"
  static let usage = "retrace session [INSTRUMENT ...] [--at TIME] [--times FILE] [--json]"
  static let details = """
    Hours come from the rules of trading-system.md, section 3: four sessions, the market's own hours, and a \
    table of offsets instead of a time-zone database. Without names: the eight instruments; any pair of \
    EUR, USD, JPY, GBP, CAD, NZD, AUD and CHF may be named. Settings are the standard ones, and near close \
    means the last five minutes. FILE has one time a line, in whole milliseconds since 1970, at most \
    1,000,000 of them. Exit status: 0 told; 2 a name or a time is none, or the file could not be read.
    """
  static let examples = [
    "retrace session", "retrace session EUR_USD NZD_USD --at 2026-03-08T21:00:00Z",
    "retrace session EUR_GBP --times moments.txt --json",
  ]
  static let options = [
    Option(name: "at", form: .value("time"), meaning: "the moment to tell of (now)"),
    Option(
      name: "times", form: .value("file"), meaning: "a file of moments, in milliseconds since 1970"),
    Option.json,
  ]

  private struct Row {
    var instrument: String
    var home: TradingSessions
  }

  private let instruments: [Row]
  private let at: Timestamp?
  private let times: String?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    var rows: [Row] = []
    for name in arguments.words.isEmpty ? Instrument.defaultOrder : arguments.words {
      guard let home = TradingSessions.home(of: name) else {
        throw UsageError(
          "`\(name)` is no instrument: name two majors, like EUR_USD. Nothing was done.")
      }
      rows.append(Row(instrument: name, home: home))
    }
    instruments = rows
    at = try arguments.instant("at")
    times = arguments.value("times")
    json = arguments.has("json")
    guard at == nil || times == nil else {
      throw UsageError("--at and --times are two answers to one question. Nothing was done.")
    }
  }

  func run() throws -> ExitStatus {
    let moments = try times.map { try MomentFile.read($0) } ?? [at ?? Self.now]
    if json { Console.write("{\"rows\":[") }
    var text = ""
    for (index, moment) in moments.enumerated() {
      if json {
        for row in instruments {
          if !text.isEmpty || index > 0 { text += "," }
          text += jsonText(row, moment)
        }
      } else {
        text += (index > 0 ? "\n" : "") + table(moment)
      }
      if text.utf8.count > 1 << 16 {
        Console.write(text)
        text = ""
      }
    }
    Console.write(text + (json ? "]}\n" : ""))
    return .done
  }

  private func jsonText(_ row: Row, _ moment: Timestamp) -> String {
    let status = SessionCalendar.standard.status(of: row.home, at: moment)
    func number(_ value: Int64?) -> String { value.map { "\($0)" } ?? "null" }
    var object = JSON()
    object.add("at", moment.text)
    object.add("at_ms", moment.milliseconds)
    object.add("instrument", row.instrument)
    object.add("market_open", status.isMarketOpen)
    object.add("open_sessions", texts: status.openSessions.names)
    object.add("open", status.isOpen)
    object.add("close_ms", raw: number(status.close?.milliseconds))
    object.add("minutes_to_close", raw: number(status.minutesToClose))
    object.add("near_close", status.isNearClose)
    object.add("next_open_ms", raw: number(status.nextOpen?.milliseconds))
    return object.text
  }

  /// Two lines about the market, and one about each instrument; at most 80 columns.
  private func table(_ moment: Timestamp) -> String {
    let market = SessionCalendar.standard.status(of: [], at: moment)
    let until = market.marketChange.map { " until \(Self.minute($0))" } ?? ""
    let sessions = market.openSessions.names.joined(separator: ", ")
    var lines = [
      "At \(Self.weekday(moment)) \(moment.text.prefix(19))Z the market is "
        + "\(market.isMarketOpen ? "open" : "shut")\(until).",
      "Open sessions: \(sessions.isEmpty ? "none" : sessions). All times are UTC.", "",
      "instrument  state       next change",
    ]
    for row in instruments {
      let status = SessionCalendar.standard.status(of: row.home, at: moment)
      let state = status.isNearClose ? "near close" : status.isOpen ? "open" : "closed"
      lines.append(Self.padded(row.instrument) + Self.padded(state) + nextChange(status))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func nextChange(_ status: SessionStatus) -> String {
    func away(_ instant: Timestamp) -> String {
      "\(Self.minute(instant)), in \(Self.duration(from: status.at, to: instant))"
    }
    let opens = status.nextOpen
    guard let close = status.close else {
      return opens.map { "opens \(away($0))" } ?? "opens in more than 14 days"
    }
    guard status.isNearClose else {
      return "near close \(away(status.nextEdge)); closes \(Self.minute(close))"
    }
    return "closes \(away(close))" + (opens.map { "; opens \(Self.minute($0))" } ?? "")
  }

  /// Rules take time in whole milliseconds.
  private static var now: Timestamp {
    Timestamp(nanoseconds: wallClock().milliseconds * nanosecondsPerMillisecond)
  }

  /// `Wed 21:55`.
  private static func minute(_ instant: Timestamp) -> String {
    "\(weekday(instant)) \(instant.text.dropFirst(11).prefix(5))"
  }

  private static func weekday(_ instant: Timestamp) -> String {
    // 1970-01-01 was a Thursday, and no valid instant is before it.
    let days = instant.nanoseconds / (86_400 * nanosecondsPerSecond)
    return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days % 7)]
  }

  /// `2 d 3 h`, `9 h 55 min`, `4 min`; rounded down.
  private static func duration(from start: Timestamp, to end: Timestamp) -> String {
    let minutes = (end.nanoseconds - start.nanoseconds) / (60 * nanosecondsPerSecond)
    if minutes < 1 { return "under 1 min" }
    if minutes < 60 { return "\(minutes) min" }
    return minutes < 1_440
      ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes / 1_440) d \(minutes % 1_440 / 60) h"
  }

  private static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(0, 12 - text.count))
  }
}

/// A file of moments, one a line.
private enum MomentFile {
  private static let mostMoments = 1_000_000
  /// A million lines of twenty bytes are shorter.
  private static let mostBytes = 32 << 20

  static func read(_ path: String) throws(UsageError) -> [Timestamp] {
    var moments: [Timestamp] = []
    let lines = try bytes(path).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let text = String(
        decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      guard let milliseconds = Int64(text), milliseconds >= 0,
        milliseconds < Timestamp.limit.nanoseconds / nanosecondsPerMillisecond
      else {
        throw UsageError(
          "Line \(index + 1) of \(path) is no time: `\(text.prefix(40))`. Write whole milliseconds "
            + "since 1970, one a line. Nothing was done.")
      }
      moments.append(Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond))
    }
    guard (1...mostMoments).contains(moments.count) else {
      throw UsageError(
        "\(path) has \(grouped(moments.count)) times, and 1 to \(grouped(mostMoments)) are taken. "
          + "Nothing was done.")
    }
    return moments
  }

  private static func bytes(_ path: String) throws(UsageError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes += part[..<count]
      guard bytes.count <= mostBytes else {
        throw UsageError("\(path) is longer than \(mostBytes >> 20) MiB. Nothing was done.")
      }
    }
  }

  private static func failure(_ path: String) -> UsageError {
    UsageError("Cannot read \(path): \(String(cString: strerror(errno))). Nothing was done.")
  }
}
