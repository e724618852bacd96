import Configuration
package import Market

/// Reads a command from a JSON object: the one parser of files and sockets.
///
/// Every member must be known to the command, so that a mistyped one is told and not passed over.
package enum CommandParser {
  /// The longest line, in bytes.
  package static let longest = 65_536
  /// Orders beyond this are no orders of a retail account.
  package static let mostUnits: Int64 = 100_000_000

  /// Reads one line.
  ///
  /// - Returns: The command and its own time.
  package static func parse(
    _ line: [UInt8]
  ) throws(CommandProblem) -> (at: Timestamp, command: OperatorCommand) {
    guard line.count <= longest else { throw .tooLong }
    guard String(validating: line, as: UTF8.self) != nil else { throw .notUTF8 }
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONReader.read(line)
    } catch {
      throw .notJSON
    }
    guard case .object(let members) = value else { throw .notObject }
    guard let at = value["at"] else { throw .atMissing }
    guard case .text(let text) = at, let time = Timestamp(rfc3339: text), time.isValid else {
      throw .atInvalid
    }
    return (time, try command(value, members.map(\.name)))
  }

  private static func command(
    _ value: JSONValue, _ names: [String]
  ) throws(CommandProblem) -> OperatorCommand {
    guard let word = value["command"] else { throw .commandMissing }
    guard case .text(let name) = word, let taken = members[name] else { throw .commandUnknown }
    guard names.allSatisfy({ common.contains($0) || taken.contains($0) }) else {
      throw .memberUnknown
    }
    let owner = try text(value, "owner", most: 64)
    let reason = try text(value, "reason", most: 200)
    return OperatorCommand(try verb(name, value), owner: owner, reason: reason)
  }

  private static let common = ["at", "owner", "reason", "command"]

  /// The commands, and the members that each takes besides the common ones.
  private static let members: [String: [String]] = [
    "order": ["instrument", "units", "stop", "take"], "close": ["instrument", "units"],
    "flatten": [], "kill-switch-engage": [], "kill-switch-release": [],
    "instrument-disable": ["instrument"], "instrument-enable": ["instrument"],
    "read-only": ["on"],
  ]

  private static func verb(
    _ name: String, _ value: JSONValue
  ) throws(CommandProblem) -> OperatorCommand.Verb {
    switch name {
    case "order":
      return .order(
        instrument: try instrument(value), units: try units(value, signed: true),
        stop: try price(value, "stop"), take: try price(value, "take"))
    case "close":
      let instrument = try instrument(value)
      if case .text("ALL") = value["units"] { return .close(instrument: instrument, units: nil) }
      return .close(instrument: instrument, units: try units(value, signed: false))
    case "flatten": return .flatten
    case "kill-switch-engage": return .engageKillSwitch
    case "kill-switch-release": return .releaseKillSwitch
    case "instrument-disable": return .disable(instrument: try instrument(value))
    case "instrument-enable": return .enable(instrument: try instrument(value))
    default:
      guard let on = value["on"] else { throw .memberMissing }
      guard case .flag(let flag) = on else { throw .memberInvalid }
      return .readOnly(flag)
    }
  }

  private static func instrument(_ value: JSONValue) throws(CommandProblem) -> String {
    guard let member = value["instrument"] else { throw .memberMissing }
    guard case .text(let name) = member else { throw .memberInvalid }
    guard Instrument.known(name) != nil else { throw .instrumentUnknown }
    return name
  }

  private static func units(
    _ value: JSONValue, signed: Bool
  ) throws(CommandProblem) -> Int64 {
    guard let member = value["units"] else { throw .memberMissing }
    guard let units = member.whole(), units != 0, signed || units > 0,
      (-mostUnits...mostUnits).contains(units)
    else { throw .unitsInvalid }
    return units
  }

  private static func price(
    _ value: JSONValue, _ name: String
  ) throws(CommandProblem) -> Price? {
    guard let member = value[name] else { return nil }
    guard let micros = member.whole(places: 6), micros > 0, micros < 1 << 50 else {
      throw .priceInvalid
    }
    return Price(micros: micros)
  }

  /// A text of printable characters: no controls, nothing that turns the direction of a line.
  private static func text(
    _ value: JSONValue, _ name: String, most: Int
  ) throws(CommandProblem) -> String {
    guard let member = value[name] else { throw .memberMissing }
    guard case .text(let text) = member, (1...most).contains(text.utf8.count),
      text.utf8.contains(where: { $0 != UInt8(ascii: " ") }),
      text.unicodeScalars.allSatisfy(isPrintable)
    else { throw .memberInvalid }
    return text
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}
