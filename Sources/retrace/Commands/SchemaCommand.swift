import Descriptions
import Events
import Node

/// Tells what an event is: its fields, units, writer and hearers.
struct SchemaCommand: Command {
  static let name = ["schema"]
  static let summary = "Tell what events there are, who says and receives them, and what is in them"
  static let usage = "retrace schema [KIND | --state] [--json]"
  static let details = """
    Without KIND, a line each. This is what the program was built with; schemas/events holds the same as \
    files. --state tells instead what the reducers' state in a snapshot is made of, as \
    schemas/state/sections.txt does. Exit status: 0 told; 2 there is no such kind.
    """
  static let examples = [
    "retrace schema", "retrace schema kernel.metrics-computed", "retrace schema --state",
  ]
  static let options = [
    Option(name: "state", form: .flag, meaning: "what the sections of a snapshot are made of"),
    .json,
  ]

  private let kind: EventKind?
  private let isOfState: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    json = arguments.has("json")
    isOfState = arguments.has("state")
    guard !isOfState || arguments.words.isEmpty else {
      throw UsageError("Name a kind or give --state, not both. Nothing was done.")
    }
    kind = arguments.words.isEmpty ? nil : try Arguments.kind(arguments.onlyWord("a kind"))
  }

  func run() throws -> ExitStatus {
    if isOfState {
      var object = JSON()
      object.add("sections", SnapshotLayout.text)
      Console.print(json ? object.text : SnapshotLayout.text)
      return .done
    }
    let kinds = kind.map { [$0] } ?? EventKind.allCases
    if json {
      var object = JSON()
      for kind in kinds { object.add(kind.name, description(of: kind)) }
      Console.print(object.text)
    } else if let kind {
      Console.print(page(kind))
    } else {
      let width = kinds.map(\.name.count).max() ?? 0
      for kind in kinds {
        let gap = String(repeating: " ", count: width - kind.name.count + 2)
        Console.print("\(kind.name)\(gap)\(kind.meaning)")
      }
    }
    return .done
  }

  private func page(_ kind: EventKind) -> String {
    var lines = [
      "\(kind.name), version \(kind.version.major).\(kind.version.minor), number \(kind.rawValue)",
      kind.meaning, "",
      "  written by  \(writers(kind).joined(separator: " or "))",
      "  applied by    \(subscribers(kind).isEmpty ? "no actor" : subscribers(kind).joined(separator: ", "))",
    ]
    for field in kind.fieldDescriptions {
      lines.append("  \(field.name): \(field.type)")
      lines.append(
        "      \(field.meaning)\(field.unit.map { ", in \($0)" } ?? "")\(field.range.map { " (\($0))" } ?? "")"
      )
      if let absence = field.absence { lines.append("      absent: \(absence)") }
    }
    return lines.joined(separator: "\n")
  }

  private func writers(_ kind: EventKind) -> [String] {
    (kind.mayBeInput ? ["input"] : []) + (kind.writer.map { [$0.name] } ?? [])
  }

  private func subscribers(_ kind: EventKind) -> [String] {
    ActorName.allCases.filter { kind.subscribers.contains($0) }.map(\.name)
  }

  private func description(of kind: EventKind) -> JSON {
    var object = JSON()
    object.add("number", kind.rawValue)
    object.add("version", "\(kind.version.major).\(kind.version.minor)")
    object.add("meaning", kind.meaning)
    object.add("writer", writers(kind).joined(separator: " or "))
    object.add("subscribers", texts: subscribers(kind))
    var fields = JSON()
    for field in kind.fieldDescriptions {
      var part = JSON()
      part.add("type", field.type)
      part.add("meaning", field.meaning)
      part.add("unit", field.unit)
      part.add("range", field.range)
      part.add("absence", field.absence)
      part.add("since", field.since)
      fields.add(field.name, part)
    }
    object.add("fields", fields)
    return object
  }
}
