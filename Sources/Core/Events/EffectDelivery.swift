/// What may be done again of an effect that an event has outside the house.
///
/// Each effect kind says it in its schema; there is no default. Source: design.md, section 1.
public enum EffectDelivery: Sendable {
  /// Done again from its watermark on: twice is as good as once. A view's write, a line to a browser.
  case `repeat`
  /// Never done again. Without a recorded outcome after a crash it is unknown, and is looked up by its
  /// number. An order, a question to a model.
  case ask
}
