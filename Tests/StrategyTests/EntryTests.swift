import Market
import Strategy
import Testing

@Suite struct `An entry` {
  @Test func `rests a minute after an entry and after an exit`() {
    let cooldown = EntryCooldown()
    #expect(cooldown.entryNanoseconds == 60 * nanosecondsPerSecond)
    #expect(cooldown.exitNanoseconds == 60 * nanosecondsPerSecond)
    var history = EntryHistory()
    #expect(cooldown.reason(history, at: noon) == nil)
    history.propose(.long, at: noon)
    #expect(cooldown.reason(history, at: noon.adding(seconds: 3_600)) == .inPosition)
    history.leave(at: noon.adding(seconds: 30))
    #expect(cooldown.reason(history, at: noon.adding(seconds: 59)) == .entryCooldown)
    #expect(cooldown.entryRemaining(history, at: noon.adding(seconds: 59)) == nanosecondsPerSecond)
    #expect(cooldown.reason(history, at: noon.adding(seconds: 60)) == .exitCooldown)
    #expect(cooldown.reason(history, at: noon.adding(seconds: 89.999)) == .exitCooldown)
    // Exactly at the limit is allowed.
    #expect(cooldown.reason(history, at: noon.adding(seconds: 90)) == nil)
    #expect(cooldown.exitRemaining(history, at: noon.adding(seconds: 90)) == 0)
  }

  @Test func `that expired or was refused leaves the last entry as it was`() {
    var history = EntryHistory()
    history.propose(.short, at: noon)
    history.takeBack()
    #expect(history == EntryHistory())
    history.propose(.short, at: noon)
    history.leave(at: noon.adding(seconds: 100))
    history.propose(.long, at: noon.adding(seconds: 200))
    history.takeBack()
    #expect(history.stance == .flat)
    #expect(history.lastEntryAt == noon)
    #expect(history.lastExitAt == noon.adding(seconds: 100))
  }

  @Test func `is over for the engine when it wants out, and rests from the fill`() {
    var history = EntryHistory()
    history.propose(.long, at: noon)
    history.stepAside()
    #expect(history.stance == .flat)
    #expect(history.lastExitAt == nil)
    history.leave(at: noon.adding(seconds: 2))
    #expect(history.lastExitAt == noon.adding(seconds: 2))
  }

  @Test func `is refused by blockers first, then direction, then cooldowns`() {
    func name(_ blockers: Blockers, _ direction: DirectionReason, _ cooldown: CooldownReason?)
      -> String?
    {
      EntryRefusal(blockers: blockers, direction: direction, cooldown: cooldown)?.name
    }
    #expect(name([.guards, .spread], .priceGap, .inPosition) == "spread")
    #expect(name([], .priceGap, .inPosition) == "price_gap")
    #expect(name([], .ok, .exitCooldown) == "exit_cooldown")
    #expect(name([], .ok, nil) == nil)
  }
}
