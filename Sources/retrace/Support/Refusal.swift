/// Tells why a command has no answer.
///
/// People read it on standard error. Whoever asked for JSON gets one object on standard output as
/// always, with the same words as its only member, `error`: an empty answer could be anything.
enum Refusal {
  static func tell(_ text: String, json: Bool) {
    Console.error("retrace: \(text)")
    guard json else { return }
    var object = JSON()
    object.add("error", text)
    Console.print(object.text)
  }
}
