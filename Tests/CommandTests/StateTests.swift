import Foundation
import TestSupport
import Testing

@Suite struct `The command journal state` {
  private let place = Workplace()

  @Test func `prints what each actor knew after the last event`() async throws {
    try await place.sample()
    let run = try await place.record(in: "journal")
    let state = try await place.retrace("journal", "state", "journal", "--json")
    #expect(state.status == 0)
    let told = try state.json()
    #expect(try told["sequence"].integer() == run["last_seq"].integer())
    #expect(try told["from_snapshot"].integer() == run["last_seq"].integer())
    #expect(try told["actors"]["TickIngest"]["instruments"].list().count == 2)
    #expect(try told["actors"]["KernelActor"]["desks"].list().count == 2)
    let node = try told["actors"]["ManifoldActor"]["desks"].list()[0]
    #expect(try node["instrument"].text() == "EUR_USD")
    // A candle, a session edge and a summary an instrument; the end of the day and three rounds.
    #expect(try told["timers"]["timers"].list().count <= 10)
  }

  @Test func `is the same from a snapshot and from the first event`() async throws {
    try await place.sample()
    try await place.record(in: "journal")
    let short = try await place.retrace("journal", "state", "journal")
    let long = try await place.retrace("journal", "state", "journal", "--from-zero")
    #expect(try short.json()["actors"] == long.json()["actors"])
    #expect(try long.json()["from_snapshot"].integer() == 0)
  }

  @Test func `goes back to an event or an instant`() async throws {
    try await place.sample()
    try await place.record(in: "journal")
    let event = try await place.retrace("journal", "state", "journal", "--at", "600")
    let at = try event.json()["at"].text()
    #expect(try event.json()["sequence"].integer() >= 600)
    let instant = try await place.retrace("journal", "state", "journal", "--at", at)
    #expect(try instant.json()["at"].text() == at)
    #expect(try instant.json()["sequence"].integer() >= event.json()["sequence"].integer())
    let kernel = try await place.retrace(
      "journal", "state", "journal", "--at", "600", "--actor", "kernel")
    #expect(try kernel.json()["actors"]["KernelActor"] == event.json()["actors"]["KernelActor"])
    #expect(try kernel.json()["actors"]["TickIngest"].isNull)
  }

  @Test func `says when there is no such event, instant or room`() async throws {
    try await place.sample(20)
    try await place.record(in: "journal")
    let late = try await place.retrace("journal", "state", "journal", "--at", "99999")
    #expect(late.status == 1 && late.err.contains("ends at event"))
    // The opening of a run from files stands at 1970: before the first quote it is all there is.
    let early = try await place.retrace("journal", "state", "journal", "--at", "1999-01-01")
    #expect(try early.json()["sequence"].integer() == 6)
    let actor = try await place.retrace("journal", "state", "journal", "--actor", "kitchen")
    #expect(actor.status == 2 && actor.err.contains("ingest, kernel, manifold"))
    #expect(try await place.retrace("journal", "state", "journal", "--at", "0").status == 2)
    #expect(try await place.retrace("journal", "state", "nothing").status == 2)
  }

  @Test func `has its layout in schemas, under its versions`() async throws {
    let kept = try String(
      contentsOfFile: Vectors.packageRoot + "schemas/state/sections.txt", encoding: .utf8)
    let told = try await place.retrace("schema", "--state")
    #expect(
      told.out == kept,
      """
      The state's layout changed: raise the section's version, then \
      `retrace schema --state > schemas/state/sections.txt`
      """)
  }
}

@Suite struct `A run from zero` {
  private let place = Workplace()

  @Test func `hears every event, and comes to the same`() async throws {
    try await place.sample()
    let recorded = try await place.shell(
      """
      head -300 ticks/EUR_USD.csv > EUR_USD.csv
      $RETRACE run --feed EUR_USD.csv --journal a && $RETRACE run --feed EUR_USD.csv --journal b
      """)
    #expect(recorded.status == 0)
    let short = try await place.retrace("run", "--feed", "ticks", "--journal", "a", "--json")
    let long = try await place.retrace(
      "run", "--feed", "ticks", "--journal", "b", "--from-zero", "--json")
    #expect(try short.json()["restored_from"].integer() > 0)
    #expect(try long.json()["restored_from"].integer() == 0)
    #expect(try short.json()["content_digest"] == long.json()["content_digest"])
    let replay = try await place.retrace("replay", "a", "--from", "400", "--from-zero", "--json")
    #expect(try replay.json()["identical"].flag() && replay.json()["from_snapshot"].integer() == 0)
  }
}
