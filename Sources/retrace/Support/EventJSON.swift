import Events
import Market
import Node
import Turns

/// Events as JSON.
enum EventJSON {
  static func side(_ side: Difference.Side) -> JSON {
    var object = JSON()
    object.add("kind", side.kind.name)
    object.add("cause", side.cause)
    object.add("because", raw: "[\(side.because.map { "\($0)" }.joined(separator: ","))]")
    object.add("body", body(side.fields))
    return object
  }

  /// Fields by their stored names; an absent one is null.
  static func body(_ fields: [ReadableField]) -> JSON {
    var object = JSON()
    for field in fields {
      if let text = field.text, field.isBare {
        object.add(field.name, raw: text)
      } else {
        object.add(field.name, field.text)
      }
    }
    return object
  }
}

extension EventJSON {
  /// One event as one line.
  static func line(_ recorded: RecordedEvent, instrument: String?) -> String {
    let event = recorded.event
    var object = JSON()
    object.add("seq", event.sequence)
    object.add("kind", event.body.kind.name)
    object.add("version", "\(recorded.version.major).\(recorded.version.minor)")
    object.add("at", event.at.text)
    object.add("cause", event.cause)
    if event.isInput {
      object.add("occurred_at", event.occurredAt.text)
      object.add("source", event.source)
      object.add("position", event.position)
      object.add("principal", event.principal)
    }
    if !recorded.because.isEmpty {
      object.add("because", raw: "[\(recorded.because.map { "\($0)" }.joined(separator: ","))]")
    }
    if let instrument { object.add("instrument", instrument) }
    object.add("body", body(recorded.fields.filter { $0.name != "instrument" }))
    return object.text
  }
}
