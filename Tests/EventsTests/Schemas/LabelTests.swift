import Events
import Market
import SchemaGen
import Testing

@Suite struct `The labels of an enumeration` {
  /// What Swift has of one enumeration.
  private struct Labels {
    let name: String
    let values: [UInt8]
    let stored: [String]
    let cases: [String]

    init<Label: CaseIterable & RawRepresentable<UInt8>>(
      _ name: String, _ type: Label.Type, _ stored: (Label) -> String
    ) {
      self.name = name
      self.values = type.allCases.map(\.rawValue)
      self.stored = type.allCases.map(stored)
      self.cases = type.allCases.map { "\($0)" }
    }
  }

  private let all = [
    Labels("account_report", AccountReport.self, \.name),
    Labels("allocation_mode", AllocationModeLabel.self, \.name),
    Labels("allocation_reason", AllocationReasonLabel.self, \.name),
    Labels("budget_reason", BudgetReasonLabel.self, \.name),
    Labels("candle_fault", CandleFault.self, \.name),
    Labels("candle_moment", CandleMoment.self, \.name),
    Labels("candle_source", CandleSource.self, \.name),
    Labels("candle_step", CandleStep.self, \.name),
    Labels("clock_source", ClockSource.self, \.name),
    Labels("command_fault", CommandFault.self, \.name),
    Labels("entry_expiry", EntryExpiryReason.self, \.name),
    Labels("entry_refusal", EntryRefusalLabel.self, \.name),
    Labels("exit_reason", ExitReasonLabel.self, \.name),
    Labels("fill_reason", FillReason.self, \.name),
    Labels("guard_reason", GuardReasonLabel.self, \.name),
    Labels("kernel_definition", KernelDefinition.self, \.name),
    Labels("kill_cause", KillCauseLabel.self, \.name),
    Labels("order_blocker", OrderBlocker.self, \.name),
    Labels("order_event", OrderEventLabel.self, \.name),
    Labels("order_intent", OrderIntent.self, \.name),
    Labels("order_reason", OrderReason.self, \.name),
    Labels("order_state", OrderStateLabel.self, \.name),
    Labels("price_side", PriceSide.self, \.name),
    Labels("pulse_reason", PulseReasonLabel.self, \.name),
    Labels("reconciliation_trigger", ReconciliationTrigger.self, \.name),
    Labels("row_fault", RowFault.self, \.name),
    Labels("signal_band", SignalBand.self, \.name),
    Labels("signal_state", SignalState.self, \.name),
    Labels("stance", StanceLabel.self, \.name),
    Labels("step_action", StepActionLabel.self, \.name),
    Labels("step_reason", StepReasonLabel.self, \.name),
    Labels("stop_reason", StopReason.self, \.name),
    Labels("tick_fault", TickFault.self, \.name),
    Labels("venue_fault", VenueFaultLabel.self, \.name),
  ]

  @Test func `are looked at for every enumeration there is`() throws {
    #expect(all.map(\.name) == (try House.schemas().enumerations.map(\.name)))
  }

  @Test func `are those of the schema, in its order`() throws {
    let schemas = try House.schemas()
    for labels in all {
      let schema = try #require(schemas.enumerations.first { $0.name == labels.name }).value
      #expect(labels.stored == schema.cases, "\(labels.name)")
      #expect(labels.cases == schema.cases.map(Enumeration.swiftName), "\(labels.name)")
      #expect(labels.values == schema.cases.indices.map { UInt8($0) }, "\(labels.name)")
    }
  }

  @Test func `are declared once, in Market or in the generated code`() throws {
    for (name, enumeration) in try House.schemas().enumerations {
      #expect(enumeration.module == nil || enumeration.module == "Market", "\(name)")
    }
  }
}
