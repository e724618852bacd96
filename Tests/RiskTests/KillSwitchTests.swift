import Market
import Risk
import Testing

@Suite struct `A kill switch` {
  private func conditions(
    share: Double? = 0.1, nav: Double? = 10_000, day: Int64 = 10, standing: KillCauses = []
  ) -> KillConditions {
    KillConditions(usedShare: share, nav: nav, tradingDay: day, standing: standing)
  }

  private func engaged(_ causes: KillCauses, day: Int64 = 10) -> KillSwitch {
    var kill = KillSwitch()
    kill.release()
    kill.engage(causes, tradingDay: day)
    return kill
  }

  private func refusal(
    _ kill: KillSwitch, _ conditions: KillConditions, by releaser: KillReleaser = .operator,
    hasReason: Bool = true, mode: TradingMode = .paper
  ) -> KillReleaseRefusal? {
    kill.refusal(of: releaser, hasReason: hasReason, mode: mode, conditions)
  }

  @Test func `is engaged at first boot, until an operator releases it`() {
    var kill = KillSwitch()
    #expect(kill.isEngaged && kill.causes.texts == ["first_boot"])
    #expect(refusal(kill, conditions()) == nil)
    kill.release()
    #expect(!kill.isEngaged)
  }

  @Test func `is released only with a reason`() {
    #expect(refusal(KillSwitch(), conditions(), hasReason: false) == .reasonMissing)
  }

  @Test(arguments: TradingMode.allCases)
  func `is released by a backtest in a backtest only`(mode: TradingMode) {
    let answer = refusal(KillSwitch(), conditions(), by: .backtest, mode: mode)
    #expect(answer == (mode == .backtest ? nil : .wrongReleaser))
  }

  @Test func `is never released while the environment forces it`() {
    let forcing = conditions(standing: .forced)
    #expect(refusal(KillSwitch(), forcing) == .forced)
    #expect(refusal(engaged(.forced), forcing) == .forced)
    #expect(refusal(engaged(.forced), conditions()) == nil)
  }

  @Test func `holds for a daily loss until the next trading day`() {
    let kill = engaged(.dailyLoss, day: 10)
    #expect(refusal(kill, conditions(day: 10)) == .causesHold(.dailyLoss))
    #expect(refusal(kill, conditions(day: 9)) == .causesHold(.dailyLoss))
    #expect(refusal(kill, conditions(day: 11)) == nil)
    var again = kill
    again.engage(.dailyLoss, tradingDay: 11)
    #expect(refusal(again, conditions(day: 11)) == .causesHold(.dailyLoss))
    var unknown = kill
    unknown.lossDay = nil
    #expect(refusal(unknown, conditions(day: 11)) == .causesHold(.dailyLoss))
  }

  @Test(
    arguments: [(0.79, false), (0.80, true), (0.95, true), (nil, true), (.nan, true)]
      as [(Double?, Bool)])
  func `holds for critical margin until the share is known and below`(share: Double?, holds: Bool) {
    let answer = refusal(engaged(.marginCritical), conditions(share: share))
    #expect(answer == (holds ? .causesHold(.marginCritical) : nil))
  }

  @Test func `starts the highest NAV anew after a drawdown, which needs a NAV`() {
    var kill = engaged([.drawdown, .marginCritical])
    #expect(refusal(kill, conditions(nav: nil)) == .causesHold(.drawdown))
    #expect(refusal(kill, conditions(nav: .nan)) == .causesHold(.drawdown))
    #expect(refusal(kill, conditions()) == nil)
    let restarts = kill.release()
    #expect(restarts)
    var other = engaged(.dailyLoss)
    let restartsToo = other.release()
    #expect(!restartsToo && other.lossDay == nil)
  }

  @Test(arguments: KillCause.allCases.filter { $0.persistence == .standing })
  func `holds while the world says that its cause stands`(cause: KillCause) {
    let causes = KillCauses(cause)
    let standing = refusal(engaged(causes), conditions(standing: causes))
    #expect(standing == (cause == .forced ? .forced : .causesHold(causes)))
    #expect(refusal(engaged(causes), conditions()) == nil)
  }

  @Test(arguments: KillCause.allCases.filter { $0.persistence == .over })
  func `is answered by a release where the cause is over`(cause: KillCause) {
    #expect(
      refusal(engaged(KillCauses(cause)), conditions(standing: .all.subtracting(.forced))) == nil)
  }

  @Test func `records only causes that are new`() {
    var kill = engaged(.dailyLoss)
    #expect(kill.newCauses([.dailyLoss, .drawdown]) == .drawdown)
    kill.engage(.drawdown, tradingDay: 10)
    #expect(kill.newCauses([.dailyLoss, .drawdown]).isEmpty)
    #expect(kill.causes.texts == ["daily_loss", "drawdown"])
    #expect(kill.isEngaged)
  }

  @Test func `is engaged by every cause, one bit each, and by the operator's alone not by itself`()
  {
    var seen: KillCauses = []
    for cause in KillCause.allCases {
      #expect(engaged(KillCauses(cause)).isEngaged)
      #expect(!seen.contains(cause))
      seen.insert(KillCauses(cause))
      #expect(cause.isAutomatic == (cause != .operatorRequest))
    }
    #expect(seen == .all && seen.texts.count == KillCause.allCases.count)
  }

  @Test func `is not released by a body that is empty, misspelled or in doubt`() {
    let members: [KillRequest.Member] = [
      .absent, .boolean(true), .boolean(false), .somethingElse,
    ]
    for killSwitch in members {
      for enabled in members {
        let answer = KillRequest.engages(
          isObject: true, killSwitch: killSwitch, enabled: enabled)
        let said = [killSwitch, enabled].filter { $0 != .absent }
        let agrees = said.allSatisfy { $0 == said.first }
        let expected: Bool? =
          switch said.first {
          case .boolean(let engages) where agrees: engages
          default: nil
          }
        #expect(answer == expected, "\(killSwitch), \(enabled)")
        #expect(
          KillRequest.engages(isObject: false, killSwitch: killSwitch, enabled: enabled) == nil)
      }
    }
  }
}

@Suite struct `Orders of unknown outcome` {
  private func at(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: seconds * nanosecondsPerSecond)
  }

  @Test func `are too many when three come in ten minutes`() {
    var orders = UnknownOrders()
    orders.record(at: at(0))
    orders.record(at: at(300))
    #expect(!orders.areTooMany(at: at(300)))
    orders.record(at: at(600))
    #expect(orders.areTooMany(at: at(600)))
    #expect(!orders.areTooMany(at: at(601)))
  }

  @Test func `are counted by the last three only`() {
    var orders = UnknownOrders()
    for second in [0, 500, 601, 700] as [Int64] { orders.record(at: at(second)) }
    #expect(orders.third == at(500))
    #expect(orders.areTooMany(at: at(700)))
    orders.record(at: at(1_301))
    #expect(!orders.areTooMany(at: at(1_301)))
  }
}

@Suite struct `A trading mode` {
  @Test func `has the feed, the broker and the needs of its row`() {
    func row(_ mode: TradingMode) -> String { "\(mode.feed) \(mode.broker)" }
    #expect(row(.replay) == "journal none" && TradingMode.replay.needs == .journal)
    #expect(row(.backtest) == "candles paper" && TradingMode.backtest.needs == .candles)
    #expect(row(.paper) == "live paper" && TradingMode.paper.needs == .feedCredentials)
    #expect(row(.practice) == "live practiceHost")
    #expect(row(.live) == "live liveHost")
    #expect(TradingMode.practice.needs == [.practiceCredentials, .lossAtStop])
    #expect(
      TradingMode.live.needs == [.liveCredentials, .liveTradingEnabled, .lossAtStop])
  }

  @Test func `does not start live on a practice token, or practice on a live one`() {
    let practice: StartNeeds = [.practiceCredentials, .liveTradingEnabled, .lossAtStop]
    #expect(TradingMode.live.missing(of: practice) == .liveCredentials)
    let live: StartNeeds = [.liveCredentials, .liveTradingEnabled, .lossAtStop]
    #expect(TradingMode.practice.missing(of: live) == .practiceCredentials)
    #expect(TradingMode.live.missing(of: live).isEmpty)
    #expect(TradingMode.live.missing(of: [.liveCredentials]).contains(.lossAtStop))
  }

  @Test func `is paper unless set, and written as its name`() {
    #expect(TradingMode.shipped == .paper)
    for mode in TradingMode.allCases { #expect(TradingMode(text: mode.text) == mode) }
    #expect(TradingMode(text: "Paper") == nil && TradingMode(text: "") == nil)
  }

  @Test func `limits the loss at the stop to one per cent in paper and backtest`() {
    #expect(TradingMode.paper.shippedLossAtStop == 0.01)
    #expect(TradingMode.backtest.shippedLossAtStop == 0.01)
    #expect(TradingMode.practice.shippedLossAtStop == nil)
    #expect(TradingMode.live.shippedLossAtStop == nil)
    #expect(TradingMode.allCases.filter(\.hasRealBroker) == [.practice, .live])
  }

  @Test func `observes only when read-only, and sends nothing in a dry run`() {
    #expect(OrderSending(mode: .paper).sends)
    #expect(!OrderSending(mode: .paper, isReadOnly: true).records)
    let dry = OrderSending(mode: .practice, isDryRun: true)
    #expect(dry.records && !dry.sends)
    #expect(!OrderSending(mode: .live).records)
    #expect(OrderSending(mode: .live, isLiveEnabled: true).sends)
    #expect(!OrderSending(mode: nil).records)
    #expect(!OrderSending(mode: .replay).sends)
  }
}
