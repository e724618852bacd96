import Configuration
import Journal
import Market
import Node
import Numerics
import Settings

/// Checks settings without running anything.
struct ConfigCheckCommand: Command {
  static let name = ["config", "check"]
  static let summary = "Check settings without running: every error at once, with what is allowed"
  static let usage = "retrace config check [FILE] [--set NAME=VALUE] [--json]"
  static let details = """
    Takes settings as a run would: defaults, FILE (one JSON object of names and values), the environment, --set; \
    later wins. Prints those that are no defaults, and the hash. Exit status: 0 fit to run with; 1 refused, every \
    error is listed; 2 bad arguments, or FILE cannot be read.
    """
  static let examples = [
    "retrace config check settings.json", "retrace config check --set MODE=live --json",
  ]
  static let options = [
    Option(name: "set", form: .values("name=value"), meaning: "a setting, over all others"), .json,
  ]

  private let file: String?
  private let values: [String]
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    file = arguments.words.isEmpty ? nil : try arguments.onlyWord("one file")
    values = arguments.all("set")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    do throws(SettingProblems) {
      let resolution = try SettingsGathering(file: file, arguments: values).resolve()
      let settings = RecordedSettings(resolution)
      if json {
        Console.print(ConfigText.json(settings, notes: resolution.notes).text)
      } else {
        Console.print(text(settings, resolution.notes))
      }
      return .done
    } catch {
      Console.print(json ? ConfigText.json(error).text : ConfigText.lines(error))
      // What a file says that cannot be read, nobody knows: that is no answer.
      return error.list.contains { $0.kind == .noFile } ? .unknown : .no
    }
  }

  private func text(_ settings: RecordedSettings, _ notes: [String]) -> String {
    let changed = settings.lines.filter { $0.layer != .defaults }
    let count = changed.isEmpty ? "all by default" : "\(changed.count) not by default"
    return
      (["These settings are fit to run with: \(settings.lines.count), \(count)."]
      + ConfigText.table(changed) + notes.flatMap { ConfigText.wrapped("Note: " + $0) }
      + ["Hash \(settings.hash.hex)"]).joined(separator: "\n")
  }
}

/// Tells what a setting is.
struct ConfigExplainCommand: Command {
  static let name = ["config", "explain"]
  static let summary = "Tell what a setting means, its range, default, and when it may change"
  static let usage = "retrace config explain [NAME] [--json]"
  static let details = """
    Without NAME, a line each. Older names are known too. Exit status: 0 told; 2 there is no such setting.
    """
  static let examples = ["retrace config explain", "retrace config explain RISK_ALLOC_TARGET_PCT"]
  static let options = [Option.json]

  private let row: SettingDescription?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    json = arguments.has("json")
    guard !arguments.words.isEmpty else {
      row = nil
      return
    }
    let name = try arguments.onlyWord("one setting")
    if let refused = SettingTable.all.refused.first(where: { $0.name == name }) {
      throw UsageError("`\(name)` is not taken any more: \(refused.reason) Nothing was printed.")
    }
    guard let found = SettingTable.all.row(named: name) else {
      let near = SettingTable.all.nearest(to: name).map { " Do you mean `\($0)`?" } ?? ""
      throw UsageError(
        "There is no setting `\(name)`.\(near) `retrace config explain` lists them all. "
          + "Nothing was printed.")
    }
    row = found
  }

  func run() throws -> ExitStatus {
    if json {
      var object = JSON()
      if let row {
        object = ConfigText.description(row)
      } else {
        let all = SettingTable.all.rows.map { ConfigText.description($0).text }
        object.add("settings", raw: "[\(all.joined(separator: ","))]")
      }
      Console.print(object.text)
    } else if let row {
      Console.print(ConfigText.page(row).joined(separator: "\n"))
    } else {
      for row in SettingTable.all.rows { Console.print(ConfigText.overview(row)) }
    }
    return .done
  }
}

/// Shows the settings that a journal recorded.
struct ConfigShowCommand: Command {
  static let name = ["config", "show"]
  static let summary = "Show the settings a journal recorded, and where each came from"
  static let usage = "retrace config show DIR [--at TIME] [--json]"
  static let details = """
    The settings of the newest opening, or of the one in force at TIME. Exit status: 0 shown; 1 none were \
    recorded by then; 2 could not read.
    """
  static let examples = [
    "retrace config show journal/runs/may",
    "retrace config show journal/runs/may --at 2014-05-02T12:00:00Z",
  ]
  static let options = [
    Option(name: "at", form: .value("time"), meaning: "an instant of market time"), .json,
  ]

  private let journal: String
  private let at: Timestamp?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    at = try arguments.instant("at")
  }

  private func recorded() throws -> RecordedSettings? {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    return try RecordedSettings.newest(in: log, path: journal, at: at)
  }

  func run() throws -> ExitStatus {
    guard let settings = try recorded() else {
      let when = at.map { " by \($0.text)" } ?? ""
      Refusal.tell(
        "\(journal) holds no trading settings\(when): they are recorded at each opening. Nothing is "
          + "wrong. Give a later --at, or run the node on this journal.",
        json: json)
      return .no
    }
    if json {
      Console.print(ConfigText.json(settings, notes: []).text)
    } else {
      let lines = ConfigText.table(settings.lines) + ["Hash \(settings.hash.hex)"]
      Console.print(lines.joined(separator: "\n"))
    }
    return .done
  }
}

/// Settings as text of 80 columns, and as JSON.
private enum ConfigText {
  private static let columns = 80
  private static let nameWidth = 30

  /// Name, value and layer; a long value goes on below.
  static func table(_ lines: [RecordedSettings.Line]) -> [String] {
    lines.flatMap { line -> [String] in
      let layer = line.layer?.name ?? "unknown"
      let name = "  " + padded(line.name, to: nameWidth)
      let rest = columns - name.count - layer.count - 2
      if line.value.count <= rest {
        return [name + padded(line.value, to: rest) + "  " + layer]
      }
      return [name + padded("", to: rest) + "  " + layer] + cut(line.value, indent: 6)
    }
  }

  static func lines(_ problems: SettingProblems) -> String {
    (["These settings are refused: \(count(problems)). Nothing was started."]
      + problems.list.flatMap { wrapped($0.description, indent: 2) }).joined(separator: "\n")
  }

  private static func count(_ problems: SettingProblems) -> String {
    problems.list.count == 1 ? "1 error" : "\(problems.list.count) errors"
  }

  static func json(_ settings: RecordedSettings, notes: [String]) -> JSON {
    var object = JSON()
    object.add("hash", settings.hash.hex)
    let lines = settings.lines.map { line in
      var part = JSON()
      part.add("name", line.name)
      part.add("value", line.value)
      part.add("layer", line.layer?.name)
      let row = SettingTable.all.row(named: line.name)
      part.add("range", row?.rangeText)
      part.add("section", row?.section)
      return part.text
    }
    object.add("settings", raw: "[\(lines.joined(separator: ","))]")
    object.add("notes", texts: notes)
    return object
  }

  static func json(_ problems: SettingProblems) -> JSON {
    var object = JSON()
    object.add("error", "the settings are refused: \(count(problems))")
    let lines = problems.list.map { problem in
      var part = JSON()
      part.add("name", problem.name)
      part.add("value", problem.value)
      part.add("range", problem.range)
      part.add("section", problem.section)
      part.add("kind", problem.kind.rawValue)
      part.add("message", problem.message)
      return part.text
    }
    object.add("errors", raw: "[\(lines.joined(separator: ","))]")
    return object
  }

  static func overview(_ row: SettingDescription) -> String {
    var line = padded(row.name, to: nameWidth + 2)
    for word in row.meaning.split(separator: " ") {
      guard line.count + word.count + 1 <= columns - 2 else { return line + " …" }
      line += (line.hasSuffix(" ") ? "" : " ") + word
    }
    return line
  }

  static func page(_ row: SettingDescription) -> [String] {
    var lines = wrapped("\(row.name): \(row.meaning)") + [""]
    lines += field("default", defaults(row))
    lines += field("allowed", row.rangeText)
    if !row.aliases.isEmpty { lines += field("older names", row.aliases.joined(separator: ", ")) }
    lines += field("may change", runtime(row))
    lines += field("source", "trading-system.md, section \(row.section)")
    return lines
  }

  static func description(_ row: SettingDescription) -> JSON {
    var object = JSON()
    object.add("name", row.name)
    object.add("meaning", row.meaning)
    object.add("type", row.form.rawValue)
    object.add("default", row.defaultText(in: .paper) ?? row.absentWord)
    var modes = JSON()
    for mode in ModeSetting.allCases {
      modes.add(mode.rawValue, row.defaultText(in: mode) ?? row.absentWord)
    }
    if row.defaultDependsOnMode { object.add("defaults", modes) }
    object.add("range", row.rangeText)
    object.add("unit", row.unit)
    object.add("section", row.section)
    object.add("aliases", texts: row.aliases)
    object.add("runtime", row.runtimeRule.rawValue)
    object.add("bound_to_first_opening", row.isBoundToFirstOpening)
    object.add("since", row.since)
    return object
  }

  private static func defaults(_ row: SettingDescription) -> String {
    guard row.defaultDependsOnMode else {
      return row.defaultText(in: .paper) ?? row.absentWord ?? ""
    }
    return ModeSetting.allCases.map { mode in
      "\(row.defaultText(in: mode) ?? row.absentWord ?? "") in \(mode.rawValue)"
    }.joined(separator: ", ")
  }

  private static func runtime(_ row: SettingDescription) -> String {
    if row.isBoundToFirstOpening { return "never: the journal's first opening fixes it" }
    switch row.runtimeRule {
    case .none: return "at a start only"
    case .any: return "while a run goes on, until the next start"
    case .tighten:
      let way = row.higherIsStricter == true ? "higher" : "lower"
      return "while a run goes on, to \(way) values only, until the next start"
    case .lower: return "while a run goes on, to lower values only, until the next start"
    }
  }

  private static func field(_ name: String, _ text: String) -> [String] {
    let lines = wrapped(text, indent: 14)
    return ["  " + padded(name, to: 12) + (lines.first?.dropFirst(14) ?? "")] + lines.dropFirst()
  }

  /// Words over as many lines as they need, those after the first two columns further in.
  static func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let space = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = space
    for word in text.split(separator: " ") {
      if line.count > indent, line.count + word.count + 1 > columns {
        lines.append(line)
        line = space + (indent == 2 ? "  " : "")
      }
      line += (line.allSatisfy { $0 == " " } ? "" : " ") + word
      while line.count > columns {
        lines.append(String(line.prefix(columns)))
        line = space + line.dropFirst(columns)
      }
    }
    return lines + [line]
  }

  /// A text without places to break it.
  private static func cut(_ text: String, indent: Int) -> [String] {
    var rest = text[...]
    var lines: [String] = []
    while !rest.isEmpty {
      lines.append(String(repeating: " ", count: indent) + rest.prefix(columns - indent))
      rest = rest.dropFirst(columns - indent)
    }
    return lines
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
