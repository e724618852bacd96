import Market

extension LocalTime {
  /// A time that the schema has checked: 0 to 1,440 minutes after midnight.
  init(minutesOfDay minutes: Int64) {
    guard let time = LocalTime(minutes: minutes) else {
      preconditionFailure("a day has 1,440 minutes, not \(minutes)")
    }
    self = time
  }

  /// `HH:MM`.
  var text: String { "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))" }
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
