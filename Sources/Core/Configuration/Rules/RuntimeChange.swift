extension TradingSettings {
  /// These settings with one changed while a run goes on, or everything that speaks against it.
  ///
  /// Only settings of column *r*, in their direction (trading-system.md, section 19).
  public func changing(
    _ name: String, to value: GivenSetting.Form, kernel: String = "kernel.v1"
  ) throws(SettingProblems) -> TradingSettings {
    let given = GivenSetting(name: name, value: value, layer: .set)
    if let problem = SettingNames.problem(of: given) { throw SettingProblems([problem]) }
    guard let place = SettingTable.all.place(of: name) else {
      preconditionFailure("a name without a problem is known")
    }
    let row = SettingTable.all.rows[place]
    let read: SettingValue
    switch SettingReading(row: row).read(given) {
    case .success(let value): read = value
    case .failure(let problem): throw SettingProblems([problem])
    }
    let old = self.value(at: place)
    if let reason = row.objection(to: read, after: old) {
      let shown = SettingReading.shown(value)
      throw SettingProblems([SettingProblem(.runtime, row, value: shown, message: reason)])
    }
    var changed = self
    changed.set(read, at: place)
    let broken = SettingRules.broken(by: changed, kernel: kernel)
    guard broken.isEmpty else { throw SettingProblems(broken.map(\.problem)) }
    return changed
  }
}

extension SettingDescription {
  /// Why a value may not follow another one while a run goes on; nil if it may.
  fileprivate func objection(to new: SettingValue, after old: SettingValue) -> String? {
    guard new != old else { return nil }
    switch runtimeRule {
    case .any: return nil
    case .none:
      return "it cannot change while a run goes on. Give it at the next start."
    case .lower:
      guard case .real(let new) = new, case .real(let old) = old, new > old else { return nil }
      return
        "while a run goes on it may only be lowered, and it is \(old). Give it at the next start."
    case .tighten:
      guard isLooser(new, than: old) else { return nil }
      let way = higherIsStricter == true ? "raised" : "lowered"
      return "while a run goes on it may only be \(way), and it is "
        + "\(old == .absent ? absentWord ?? "" : old.text). Give it at the next start."
    }
  }

  /// Nothing is the loosest limit of all.
  private func isLooser(_ new: SettingValue, than old: SettingValue) -> Bool {
    guard case .real(let old) = old else { return false }
    guard case .real(let new) = new else { return true }
    return higherIsStricter == true ? new < old : new > old
  }
}
