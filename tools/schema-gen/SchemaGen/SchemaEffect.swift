/// What leaves the house once an event of a kind is durable, and how its outcome comes back.
package struct SchemaEffect: Decodable, Sendable {
  /// `repeat` or `ask`; there is no default.
  package let delivery: String
  /// The field, a count, that tells one effect of the kind from another and that its outcomes carry too.
  package let key: String
  /// The kinds that record what became of it. An effect that is repeated needs none.
  package let outcomes: [String]?

  /// What is wrong with the effects of a set of kinds; nil for nothing.
  static func problem(in events: [Schema]) -> String? {
    var settled: Set<String> = []
    for event in events {
      guard let effect = event.effect else { continue }
      let name = event.name
      guard ["repeat", "ask"].contains(effect.delivery) else {
        return "\(name): the delivery of an effect is repeat or ask, not \(effect.delivery)"
      }
      guard event.actorWriter != nil else {
        return "\(name) comes from outside: nothing leaves the house because of it"
      }
      guard hasKey(event, effect.key, always: true) else {
        return "\(name) has no count \(effect.key)"
      }
      let outcomes = effect.outcomes ?? []
      guard (effect.delivery == "ask") == !outcomes.isEmpty else {
        return "\(name): an effect that is asked for names its outcomes, and no other does"
      }
      for outcome in outcomes {
        guard let kind = events.first(where: { $0.name == outcome }),
          hasKey(kind, effect.key, always: false)
        else { return "\(name): the outcome \(outcome) is no kind with a count \(effect.key)" }
        guard settled.insert(outcome).inserted else {
          return "\(outcome) is the outcome of two effects"
        }
      }
    }
    return nil
  }

  /// - Parameter always: Whether it must not be optional. An outcome may be of nothing that was asked for.
  private static func hasKey(_ event: Schema, _ name: String, always: Bool) -> Bool {
    event.fields.contains { $0.name == name && $0.type == "count" && !(always && $0.isOptional) }
  }
}
