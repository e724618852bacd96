/// What a setting's value is made of.
public enum SettingForm: String, Sendable, CaseIterable {
  /// A whole number.
  case int
  /// Whole seconds.
  case seconds
  /// Whole units of the base currency.
  case units
  /// 0 or 1.
  case flag
  /// A decimal number of at most 19 digits and 19 decimals.
  case real
  /// An amount of the account currency, to the millionth.
  case money
  /// Printable ASCII without spaces.
  case text
  /// `HH:MM` on some local clock.
  case clock
  /// One of the labels.
  case enumeration
  /// One of the eight major currencies.
  case currency
  /// Instruments in their order.
  case instruments
  /// Numbers per instrument.
  case pairs
  /// Pairs of UTC times.
  case closures
  /// Opening and closing times of the four sessions.
  case hours
  /// Faults of the paper venue, each with its rate.
  case faults
}

/// Whether a setting may change while a run goes on (trading-system.md, section 19, column *r*).
public enum RuntimeRule: String, Sendable, CaseIterable {
  /// Only by a restart.
  case none
  /// To any value in range.
  case any
  /// Only so that fewer entries pass.
  case tighten
  /// Only to a lower value.
  case lower
}

/// What holds when a setting is given by its name and an older one, with different values.
public enum AliasRule: String, Sendable, CaseIterable {
  case refuse
  /// The stricter value, and a note.
  case stricter
}
