import Events
import Feeds
import Market

extension CommandLine {
  /// The line as a turn begins with it.
  ///
  /// - Parameters:
  ///   - instruments: The names of the journal's instruments, in their order. A command that names another
  ///     one is unreadable: nothing can be known of it.
  func input(
    line: Int64, at time: Timestamp, from source: UInt16, instruments: [String]
  ) -> Input {
    Input(time: time, occurredAt: time, source: source, position: line) { arena in
      switch self {
      case .unreadable(let problem, let head):
        return unreadable(problem, line, head, &arena)
      case .command(let command, let head):
        var instrument = InstrumentID(0)
        if let name = command.instrument {
          guard let index = instruments.firstIndex(of: name) else {
            return unreadable(.instrumentUnknown, line, head, &arena)
          }
          instrument = InstrumentID(UInt16(index))
        }
        return command.body(instrument, &arena)
      }
    }
  }

  private func unreadable(
    _ problem: CommandProblem, _ line: Int64, _ head: [UInt8], _ arena: inout ByteBuffer
  ) -> EventBody {
    let place = CommandProblem.allCases.firstIndex(of: problem) ?? 0
    return .commandUnreadable(
      CommandUnreadable(
        line: line, reason: CommandFault(rawValue: UInt8(place)) ?? .notJson,
        head: arena.intern(head)))
  }
}

extension OperatorCommand {
  /// A command of no instrument that comes from no source.
  func input(at time: Timestamp) -> Input {
    Input(time: time, occurredAt: time, source: 0, position: 0) { body(InstrumentID(0), &$0) }
  }

  /// The event that asks for it.
  func body(_ instrument: InstrumentID, _ arena: inout ByteBuffer) -> EventBody {
    let owner = arena.intern(owner)
    let reason = arena.intern(reason)
    switch verb {
    case .order(_, let units, let stop, let take):
      return .operatorOrderRequested(
        OperatorOrderRequested(
          owner: owner, reason: reason, instrument: instrument, units: Units(units), stop: stop,
          take: take))
    case .close(_, let units):
      return .closeRequested(
        CloseRequested(
          owner: owner, reason: reason, instrument: instrument, units: units.map { Units($0) }))
    case .flatten: return .flattenRequested(FlattenRequested(owner: owner, reason: reason))
    case .engageKillSwitch:
      return .killSwitchEngageRequested(KillSwitchEngageRequested(owner: owner, reason: reason))
    case .releaseKillSwitch:
      return .killSwitchReleaseRequested(KillSwitchReleaseRequested(owner: owner, reason: reason))
    case .disable:
      return .instrumentDisableRequested(
        InstrumentDisableRequested(owner: owner, reason: reason, instrument: instrument))
    case .enable:
      return .instrumentEnableRequested(
        InstrumentEnableRequested(owner: owner, reason: reason, instrument: instrument))
    case .readOnly(let on):
      return .modeChangeRequested(
        ModeChangeRequested(owner: owner, reason: reason, readOnly: on))
    }
  }
}
