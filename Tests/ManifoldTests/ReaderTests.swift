import Events
import Manifold
import Market
import TestSupport
import Testing

@Suite struct `A reader of documents` {
  private let run: MarketRun

  init() {
    run = MarketRun([.euroDollar, .dollarYen])
    var (euro, yen) = (WanderingMarket(seed: 51), WanderingMarket(seed: 52))
    for _ in 0..<2_000 {
      run.apply(euro.next())
      run.apply(yen.next(), of: 1, side: .bid, unit: 100)
    }
  }

  private func read(
    _ reader: inout DocumentReader,
    changing change: (EventBody, inout ByteBuffer) -> EventBody = { body, _ in body }
  ) throws -> [DocumentReader.ClosedDay] {
    var days: [DocumentReader.ClosedDay] = []
    try run.tape.forEachBody { body, arena in
      var changed = ByteBuffer()
      changed.append(arena.bytes)
      let body = change(body, &changed)
      if let day = reader.apply(body, arena: changed) { days.append(day) }
    }
    return days
  }

  @Test(arguments: [("EUR_USD", 0), ("USD_JPY", 1)] as [(String, UInt16)])
  func `finds every closed day as it was recorded, and the open one`(
    name: String, number: UInt16
  ) throws {
    var reader = DocumentReader(instrument: name)
    let days = try read(&reader)
    let facts = try run.facts().filter { $0.instrument?.number == number }
    #expect(days.count == facts.filter { $0.kind == .manifoldDayClosed }.count)
    #expect(days.count >= 1)
    #expect(days.allSatisfy { $0.isAsRecorded && $0.document.isComplete })
    let signals = days.reduce(0) { $0 + $1.document.signals.count }
    let open = try #require(reader.openDocument)
    #expect(
      signals + open.signals.count == facts.filter { $0.kind == .signalComputed }.count)
    #expect(open.text == run.openDocument(of: number)?.text)
    #expect(!open.isComplete && open.instrument.name == name)
  }

  @Test func `tells when a recorded signal is not the one that was hashed`() throws {
    var reader = DocumentReader(instrument: "EUR_USD")
    var changed = 0
    let days = try read(&reader) { body, arena in
      guard case .signalComputed(let place) = body, changed == 0 else { return body }
      var signal = arena[place]
      guard signal.instrument.number == 0 else { return body }
      changed += 1
      signal.runAge ^= 1
      return .signalComputed(arena.put(signal))
    }
    #expect(changed == 1)
    #expect(days.map(\.isAsRecorded) == [false] + days.dropFirst().map { _ in true })
  }

  @Test func `finds nothing of an instrument that is not listed`() throws {
    var reader = DocumentReader(instrument: "GBP_USD")
    #expect(try read(&reader).isEmpty)
    #expect(reader.openDocument == nil && reader.instrument == nil)
  }

  @Test func `finds no open day before the first candle`() throws {
    var reader = DocumentReader(instrument: "EUR_USD")
    try MarketRun().tape.forEachBody { body, arena in _ = reader.apply(body, arena: arena) }
    #expect(reader.instrument == .euroDollar)
    #expect(reader.openDocument == nil)
  }
}
