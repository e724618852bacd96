import Configuration
import Evaluator
public import Events
import Market
import Strategy

extension AllocatorReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.text("settings", &settingsText)
    archive.count("bar_seconds", &barSeconds)
    archive.flag("builds_candles", &buildsCandles)
    if archive.isReading { adoptKept(&archive) }
    let (rules, isConfigured) = (rules, isConfigured)
    archive.list(
      "instruments", &instruments, of: AllocatorInstrument(Instrument(name: "", digits: 5)),
      atMost: 65_536
    ) { $0.archive(isConfigured ? rules : nil, into: &$1) }
    var isArmed = isArmed
    archive.flag("is_armed", &isArmed)
    archive.count("gates_sequence", &gatesSequence)
    archive.optional("gates_at", &gatesAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("weights_at", &weightsAt, of: .zero) { $1.time("at", &$0) }
    archive.flag("has_published", &hasPublished)
    guard archive.isReading else { return }
    gather()
    self.isArmed = isArmed
  }

  private mutating func adoptKept<Archive: StateArchive & ~Copyable>(_ archive: inout Archive) {
    let settings = settingsText.isEmpty ? nil : TradingSettings(canonicalText: settingsText)
    archive.require(settingsText.isEmpty || settings != nil)
    isConfigured = settings != nil
    if let settings { rules = AllocatorRules(settings, bar: bar(of: settings)) }
  }
}

extension AllocatorInstrument {
  /// - Parameter rules: nil while no settings were applied.
  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    _ rules: AllocatorRules?, into archive: inout Archive
  ) {
    var name = instrument.name
    var digits = instrument.digits
    archive.text("name", &name)
    archive.small("digits", &digits, in: 0...18)
    if archive.isReading {
      self = AllocatorInstrument(Instrument(name: name, digits: digits))
      if let rules { adopt(rules) }
    }
    let empty = shadow
    archive.optional("shadow", &shadow, of: empty ?? .none(of: home)) { $0.archive(into: &$1) }
    if archive.isReading {
      archive.require((shadow == nil) == (empty == nil))
      if (shadow == nil) != (empty == nil) { shadow = empty }
    }
    archive.optional("metrics", &metrics, of: .none) { $0.archive(into: &$1) }
    archive.count("metrics_sequence", &metricsSequence)
    archive.group("gate") { archive in
      archive.flag("is_open", &isGateOpen)
      archive.flag("is_in_cooldown", &isInCooldown)
      eligibility.archive(into: &archive)
    }
    archive.flag("is_incumbent", &isIncumbent)
    archive.flag("is_disabled", &isDisabled)
  }
}

extension Shadow {
  /// One that only tells what a shadow's state is made of.
  fileprivate static func none(of home: TradingSessions) -> Shadow {
    guard let shadow = AllocatorRules.standard.shadow(of: home) else {
      preconditionFailure("the default settings have parameters")
    }
    return shadow
  }
}

extension EligibilityState {
  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.flag("is_eligible", &isEligible)
    archive.small("passes", &passes, in: 0...1 << 30)
    archive.small("fails", &fails, in: 0...1 << 30)
    archive.small("misses", &misses, in: 0...1 << 30)
    archive.optional("cooldown_until", &cooldownUntil, of: .zero) { $1.time("at", &$0) }
  }
}
