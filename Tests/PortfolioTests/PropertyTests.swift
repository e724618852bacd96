import Configuration
import Events
import Ledger
import Market
import Numerics
import PaperRun
import Testing
import Turns

/// Random accounts, prices, pairs and orders; whatever comes, these must hold.
@Suite struct `Whatever is ordered` {
  private static let seeds: Range<UInt64> = 0..<24

  @Test(arguments: seeds) func `no order passes a limit, and the ledger adds up`(seed: UInt64)
    throws
  {
    print("seed \(seed)")
    let world = try RandomWorld(seed: seed)
    try world.trade(steps: 120)
    try OrderRules(world).check()
    try SchoolbookLedger(world).check()
    let replayed = try world.run.tape.replayed(as: .verify)
    #expect(replayed.difference == nil, "seed \(seed)")
    #expect(replayed.sections() == world.run.engine.sections(), "seed \(seed)")
  }
}

/// A random account with random instruments, whose operator orders without any sense.
final class RandomWorld {
  let run: PaperRun
  let seed: UInt64
  let settings: TradingSettings
  private var random: SplitMix64
  private var mids: [Int64]

  private static let universe: [(name: String, mid: Int64)] = [
    ("EUR_USD", 1_100_000), ("USD_JPY", 150_900_000), ("EUR_JPY", 165_990_000),
    ("GBP_CHF", 1_130_000), ("AUD_CAD", 900_000), ("EUR_GBP", 850_000), ("USD_CHF", 870_000),
  ]

  init(seed: UInt64) throws {
    self.seed = seed
    random = SplitMix64(seed: seed)
    let count = 2 + Int(random.next(below: 5))
    let first = Int(random.next(below: 7))
    let pairs = (0..<count).map { Self.universe[(first + $0) % 7] }
    let traded = pairs.prefix(max(1, count - Int(random.next(below: 2)))).map(\.name)
    mids = pairs.map(\.mid)
    let balances: [Int64] = [0, 100, 1_000_000, 250_000_000, 10_000_000_000, 9_000_000_000_000_000]
    let balance = balances[Int(random.next(below: 6))]
    let currencies: [AccountCurrency] = [.usd, .usd, .eur, .jpy]
    let currency = currencies[Int(random.next(below: 4))]
    let latency = Int64(random.next(below: 3)) * 400
    let slippage = Double(random.next(below: 20)) / 10
    let commission = Double(random.next(below: 3)) * 17.5
    let rate = 0.01 + Double(random.next(below: 5)) / 100
    let most = 1 + Int64(random.next(below: 5))
    let lots = 1 + Int64(random.next(below: 4))
    let faults = random.next(below: 2) == 0
    settings = PaperRun.settings(Array(traded)) {
      $0.accountCurrency = currency
      $0.paperBalance = Money(micros: balance)
      $0.paperLatencyMilliseconds = latency
      $0.paperSlippageBasisPoints = slippage
      $0.paperCommissionPerMillion = commission
      $0.paperMarginRate = rate
      $0.riskMaxTotalPositions = most
      $0.pmMaxOpenLots = lots
      $0.sessionTradingEnabled = false
      $0.maxSpreadBasisPoints = 20
      $0.varMaxShare = 0.5
      if faults {
        // All but a trade of somebody else, which no rule of ours can hold back.
        $0.paperFaults = PaperFault.allCases.filter { $0 != .manualTrade }
          .map { PaperFaultRate(fault: $0, perMille: 80) }
        $0.paperSeed = Int64(seed)
      }
    }
    let settings = settings
    run = try PaperRun(traded, heard: pairs.map(\.name).filter { !traded.contains($0) }) {
      $0 = settings
    }
    try run.warm(pairs.map { ($0.name, $0.mid, $0.mid + 2 * Self.point($0.name)) })
    try run.release()
  }

  static func point(_ name: String) -> Int64 { Instrument.known(name)?.units.point ?? 10 }

  func trade(steps: Int) throws {
    for _ in 0..<steps {
      let name = run.names[Int(random.next(below: UInt64(run.names.count)))]
      switch random.next(below: 20) {
      case 0...5: try run.order(name, units(), stop: nil)
      case 6...7: try run.close(name, random.next(below: 2) == 0 ? nil : abs(units()))
      case 8: try run.order(name, -run.units(name))
      case 9...14: try move(name)
      case 15: try run.pass(milliseconds: Int64(random.next(below: 2_000)))
      case 16: try run.pass(seconds: Int64(random.next(below: 50)))
      case 17: _ = try random.next(below: 4) == 0 ? run.engage() : run.release()
      case 18: _ = try random.next(below: 2) == 0 ? run.disable(name) : run.enable(name)
      default: for name in run.names { try move(name) }
      }
    }
  }

  /// From one to more than any limit, the size being as likely as its number of digits.
  private func units() -> Int64 {
    let size = 1 + Int64(random.next(below: 1 << (1 + random.next(below: 20))))
    return random.next(below: 2) == 0 ? size : -size
  }

  private func move(_ name: String) throws {
    guard let place = run.names.firstIndex(of: name) else { return }
    let point = Self.point(name)
    let wide = random.next(below: 12) == 0 ? mids[place] / 200 / point : 8
    mids[place] += (Int64(random.next(below: UInt64(2 * wide + 1))) - wide) * point
    mids[place] = max(mids[place], 100 * point)
    try run.quote(name, mids[place], mids[place] + Int64(random.next(below: 5)) * point)
  }
}
