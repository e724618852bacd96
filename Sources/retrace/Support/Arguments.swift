import Events
import Market

/// The words behind a command, sorted into options and the rest.
struct Arguments {
  private(set) var words: [String] = []
  private var flags: [String] = []
  private var values: [(name: String, value: String)] = []

  init(_ raw: [String], of command: any Command.Type) throws(UsageError) {
    var rest = raw[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        guard !word.hasPrefix("-") || word == "-" else {
          throw UsageError("`\(word)` is no option: options are long. Nothing was done.")
        }
        words.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map { String($0) }
      guard let option = command.options.first(where: { $0.name == parts[0] }) else {
        throw UsageError("There is no option `--\(parts[0])` here. Nothing was done.")
      }
      try take(option, attached: parts.count > 1 ? parts[1] : nil, &rest)
    }
  }

  private mutating func take(
    _ option: Option, attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    switch option.form {
    case .flag:
      guard attached == nil else {
        throw UsageError("`--\(option.name)` takes no value. Nothing was done.")
      }
      flags.append(option.name)
    case .value(let what), .values(let what):
      guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
        throw UsageError("`--\(option.name)` needs \(what). Nothing was done.")
      }
      if case .value = option.form, values.contains(where: { $0.name == option.name }) {
        throw UsageError("`--\(option.name)` is given twice. Nothing was done.")
      }
      values.append((option.name, value))
    }
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  func value(_ name: String) -> String? { values.last { $0.name == name }?.value }

  func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

  /// The one word a command takes.
  func onlyWord(_ what: String) throws(UsageError) -> String {
    guard let word = words.first else { throw UsageError("Name \(what). Nothing was done.") }
    guard words.count == 1 else {
      throw UsageError("`\(words[1])` is one word too many. Nothing was done.")
    }
    return word
  }

  func noWords() throws(UsageError) {
    if let word = words.first {
      throw UsageError("`\(word)` is one word too many. Nothing was done.")
    }
  }

  /// What every command takes that reads one journal: its folder, and whether to answer as JSON.
  func journal() throws(UsageError) -> (folder: String, json: Bool) {
    (try onlyWord("the journal's folder"), has("json"))
  }

  /// `--from` and `--to` as numbers of events; everything where they are left out.
  func events() throws(UsageError) -> ClosedRange<UInt64> {
    let from = try number("from", in: 1...UInt64.max) ?? 1
    let to = try number("to", in: 1...UInt64.max) ?? .max
    guard from <= to else { throw UsageError("--to is before --from. Nothing was done.") }
    return from...to
  }

  /// A kind of event by its stored name.
  static func kind(_ name: String) throws(UsageError) -> EventKind {
    guard let kind = EventKind.allCases.first(where: { $0.name == name }) else {
      let known = EventKind.allCases.map(\.name).joined(separator: ", ")
      throw UsageError("There is no kind `\(name)`. Known: \(known). Nothing was done.")
    }
    return kind
  }

  /// A whole number in a range.
  func number(_ name: String, in range: ClosedRange<UInt64>) throws(UsageError) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let number = UInt64(text), range.contains(number) else {
      throw UsageError(
        "`--\(name) \(text)` is no whole number from \(range.lowerBound) to \(range.upperBound). "
          + "Nothing was done.")
    }
    return number
  }

  /// March 1973, when the majors began to float: bare numbers below are meant as something else.
  private static let leastNanoseconds: Int64 = 100_000_000_000_000_000

  /// An instant: a day, a day and a time in UTC, or nanoseconds since 1970.
  func instant(_ name: String) throws(UsageError) -> Timestamp? {
    guard let text = value(name) else { return nil }
    // 2014 is a year to whoever writes it: no market is as old as so few nanoseconds after 1970.
    if let number = Int64(text), number < Self.leastNanoseconds {
      throw UsageError(
        "`--\(name) \(text)` would be \(grouped(number)) nanoseconds since 1970, which is before any "
          + "quote. Write a day like 2014-05-01, a time like 2014-05-01T12:30:00Z, or all the "
          + "nanoseconds. Nothing was done.")
    }
    guard let instant = Timestamp(text: text) else {
      throw UsageError(
        "`--\(name) \(text)` is no instant. Write 2014-05-01, 2014-05-01T12:30:00Z, or nanoseconds "
          + "since 1970. Nothing was done.")
    }
    return instant
  }
}
