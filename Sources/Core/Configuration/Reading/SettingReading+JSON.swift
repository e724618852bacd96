import Market

extension SettingReading {
  /// The value as JSON: as it stands in a file, read from the text elsewhere.
  func json(_ given: GivenSetting.Form) throws(Refusal) -> JSONValue {
    switch given {
    case .json(let value): return value
    case .text(let text):
      do throws(JSONFault) {
        return try JSONReader.read(Array(text.utf8))
      } catch { throw .wrongType("is no JSON: \(error)") }
    }
  }

  func object(_ given: GivenSetting.Form) throws(Refusal) -> [JSONMember] {
    let value = try json(given)
    guard case .object(let members) = value else {
      throw .wrongType("is \(value.form), not an object")
    }
    return members
  }

  func pairs(_ members: [JSONMember]) throws(Refusal) -> [PairReal] {
    var pairs: [PairReal] = []
    for member in members {
      guard Instrument.known(member.name) != nil else {
        throw .outOfRange(
          "names \"\(shortened(member.name))\", which is no pair of two majors, base first")
      }
      do throws(Refusal) {
        let value = try real(number(.json(member.value)))
        pairs.append(PairReal(instrument: member.name, value: value))
      } catch {
        throw error.of(member.name)
      }
    }
    return pairs
  }

  /// `[["2026-07-03T20:55:00Z","2026-07-05T21:05:00Z"]]`, sorted by time.
  func closures(_ value: JSONValue) throws(Refusal) -> [TimeSpan] {
    guard case .list(let elements) = value else {
      throw .wrongType("is \(value.form), not a list of pairs of times")
    }
    guard elements.count <= SessionSettings.mostClosures else {
      throw .outOfRange("lists more than \(SessionSettings.mostClosures) closures")
    }
    var closures: [TimeSpan] = []
    for element in elements {
      guard case .list(let pair) = element, pair.count == 2 else {
        throw .wrongType("lists something that is no pair of times")
      }
      let closure = TimeSpan(start: try instant(pair[0]), end: try instant(pair[1]))
      guard !closure.isEmpty else { throw .outOfRange("has a closure that ends before it begins") }
      closures.append(closure)
    }
    return closures.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// With day, clock and zone: a bare day or number would leave too much to guess.
  private func instant(_ value: JSONValue) throws(Refusal) -> Timestamp {
    guard case .text(let text) = value, let instant = Timestamp(rfc3339: text) else {
      throw .wrongType("names a time that is not written as 2026-07-03T20:55:00Z")
    }
    guard instant.nanoseconds % nanosecondsPerSecond == 0 else {
      throw .outOfRange("names a time that is not in whole seconds")
    }
    return instant
  }

  /// `{"tokyo":["09:00","18:00"]}`: sessions that are not named keep their hours.
  func hours(_ members: [JSONMember]) throws(Refusal) -> [SessionHours] {
    var hours = TradingSettings().sessionHours
    for member in members {
      let name = shortened(member.name)
      guard let session = TradingSession.allCases.first(where: { $0.name == member.name }) else {
        throw .outOfRange("names the session \"\(name)\", which there is not")
      }
      guard case .list(let pair) = member.value, pair.count == 2,
        case .text(let first) = pair[0], case .text(let second) = pair[1],
        let open = LocalTime(text: first), let close = LocalTime(text: second)
      else { throw .wrongType("of \(name) is no pair of times as HH:MM") }
      guard open < close else { throw .outOfRange("of \(name) closes before it opens") }
      hours[Int(session.rawValue)] = SessionHours(open: open, close: close)
    }
    return hours
  }
}
