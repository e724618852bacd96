import TestSupport
import Testing

@Suite struct `Measures` {
  private let work = Workplace()

  /// The newest metrics of each instrument, in the order in which the journal lists them.
  private func newest() async throws -> [(name: String, metrics: VectorValue)] {
    let all = try await work.events("a", kind: "kernel.metrics-computed")
    return try await work.statistics("a")["instruments"].list().compactMap { name in
      guard let found = all.last(where: { $0["instrument"] == name }) else { return nil }
      return (try name.text(), found["body"])
    }
  }

  @Test func `are the newest of each instrument, above those of a coin`() async throws {
    try await work.demo(in: "a")
    let shown = try await work.retrace("measures", "a")
    #expect(shown.status == 0 && shown.err.isEmpty)
    #expect(shown.out.hasPrefix(Workplace.synthetic))
    let rows = shown.out.split(separator: "\n").dropFirst(2).map { row in
      row.split(separator: " ").map { String($0) }
    }
    let newest = try await newest()
    #expect(newest.count == 8 && rows.count == 9)
    for (row, (name, metrics)) in zip(rows, newest) {
      let evidence = try metrics["evidence_q32"].number() / 4_294_967_296
      let metric = { (name: String) in rounded(try metrics[name].number(), 3) }
      let isKnown = metrics["rupture_defined"] == .flag(true)
      #expect(metrics["ready"] == .flag(true))
      #expect(
        try row == [
          name, metric("coherence"), metric("stability"), metric("entropy"),
          isKnown ? metric("rupture") : "–", rounded(evidence, 2), "bits",
          metrics["state"].text(), metrics["as_of"].text(),
        ])
    }
    #expect(
      rows.last?.joined(separator: " ")
        == "a fair coin 0.106 0.500 0.977 0.158 1.45 bits flux in 63 of 100")
  }

  @Test func `that are not ready say how far they are, and show no number`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let shown = try await work.retrace("measures", "a")
    #expect(shown.status == 0)
    for (name, metrics) in try await newest() {
      let pairs = try metrics["pairs"].integer()
      let row = try #require(shown.out.split(separator: "\n").first { $0.hasPrefix(name) })
      #expect(
        row.hasSuffix(
          " not ready: \(pairs) of 32 pairs of moves, as of \(try metrics["as_of"].text())"))
      #expect(!row.contains("0."))
    }
  }

  @Test func `in JSON are one object, with the coin in it`() async throws {
    try await work.demo(in: "a")
    let shown = try await work.retrace("measures", "a", "--json")
    #expect(shown.status == 0 && shown.err.isEmpty)
    let told = try shown.json()
    for (name, metrics) in try await newest() {
      for part in ["as_of", "ready", "coherence", "stability", "entropy", "state"] {
        #expect(told[name][part] == metrics[part], "\(name) \(part)")
      }
      let rupture = metrics["rupture_defined"] == .flag(true) ? metrics["rupture"] : .null
      #expect(told[name]["rupture"] == rupture)
    }
    #expect(try told["coin"]["coherence"].number() == 0.106)
    #expect(told["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
  }

  @Test func `are a no where no candle has closed yet`() async throws {
    try await work.sample(5)
    try await work.record(in: "a")
    let none = try await work.retrace("measures", "a")
    #expect(none.status == 1 && none.out.isEmpty)
    #expect(
      none.err
        == "retrace: a holds no metrics yet: a window needs a candle first. Nothing is wrong.\n")
    let json = try await work.retrace("measures", "a", "--json")
    #expect(json.status == 1)
    #expect(try json.json()["error"].text().hasPrefix("a holds no metrics yet"))
  }
}
