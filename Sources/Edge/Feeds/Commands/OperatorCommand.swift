package import Market

/// What an operator asks of a node, in words of its own: instruments by name.
package struct OperatorCommand: Equatable, Sendable {
  package enum Verb: Equatable, Sendable {
    case order(instrument: String, units: Int64, stop: Price?, take: Price?)
    /// Nil closes all.
    case close(instrument: String, units: Int64?)
    case flatten
    case engageKillSwitch
    case releaseKillSwitch
    case disable(instrument: String)
    case enable(instrument: String)
    case readOnly(Bool)
  }

  package var verb: Verb
  /// 1 to 64 bytes of printable text.
  package var owner: String
  /// 1 to 200 bytes of printable text.
  package var reason: String

  package init(_ verb: Verb, owner: String, reason: String) {
    self.verb = verb
    self.owner = owner
    self.reason = reason
  }

  /// The instrument it names.
  package var instrument: String? {
    switch verb {
    case .order(let name, _, _, _), .close(let name, _), .disable(let name), .enable(let name): name
    case .flatten, .engageKillSwitch, .releaseKillSwitch, .readOnly: nil
    }
  }
}

/// One line of a commands file.
package enum CommandLine: Equatable, Sendable {
  /// `head` holds the first 64 bytes of the line, as it does where it is none.
  case command(OperatorCommand, head: [UInt8])
  case unreadable(CommandProblem, head: [UInt8])
}

/// Why a line is no command. The labels are those of `command_fault` in the schemas.
package enum CommandProblem: String, Error, Sendable, CaseIterable {
  case tooLong = "too_long"
  case notUTF8 = "not_utf8"
  case notJSON = "not_json"
  case notObject = "not_object"
  case atMissing = "at_missing"
  case atInvalid = "at_invalid"
  case commandMissing = "command_missing"
  case commandUnknown = "command_unknown"
  case memberMissing = "member_missing"
  case memberUnknown = "member_unknown"
  case memberInvalid = "member_invalid"
  case instrumentUnknown = "instrument_unknown"
  case unitsInvalid = "units_invalid"
  case priceInvalid = "price_invalid"
  case outOfOrder = "out_of_order"
}
