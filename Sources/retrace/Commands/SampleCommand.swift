import Feeds

/// Writes a small synthetic feed to try the program on.
struct SampleCommand: Command {
  static let name = ["sample"]
  static let summary = "Write a small synthetic tick feed, the same bytes for the same seed"
  static let usage = "retrace sample --into DIR [--seed N] [--ticks N]"
  static let details = """
    Two instruments, EUR_USD and USD_JPY. The quotes are synthetic: made by a seeded generator, good for \
    trying the program and for nothing else. Exit status: 0 written; 2 could not write.
    """
  static let examples = ["retrace sample --into journal/runs/sample-ticks --seed 7"]
  static let options = [
    Option(name: "into", form: .value("dir"), meaning: "folder to write to, made if missing"),
    Option(name: "seed", form: .value("n"), meaning: "seed of the generator (1)"),
    Option(name: "ticks", form: .value("n"), meaning: "quotes per instrument (20000)"),
  ]

  private let folder: String
  private let seed: UInt64
  private let ticks: UInt64

  init(_ arguments: Arguments) throws(UsageError) {
    try arguments.noWords()
    guard let folder = arguments.value("into") else {
      throw UsageError("Name a folder: --into DIR. Nothing was done.")
    }
    self.folder = folder
    seed = try arguments.number("seed", in: 0...UInt64.max) ?? 1
    ticks = try arguments.number("ticks", in: 1...1_000_000) ?? 20_000
  }

  func run() throws -> ExitStatus {
    try SampleTicks.write(to: folder, seed: seed, ticksPerInstrument: Int(ticks))
    Console.print(
      """
      Wrote \(grouped(ticks)) synthetic quotes each of EUR_USD and USD_JPY to \(folder) (seed \(seed)).
      Run them: retrace run --feed \(folder)
      """)
    return .done
  }
}
