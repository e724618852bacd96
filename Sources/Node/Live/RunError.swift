package import Feeds
package import Journal
package import Turns

/// Why a run could not begin or go on.
package enum RunError: Error {
  case feed(FeedError)
  case journal(JournalError)
  case turn(TurnFault)
  /// 1,000 rows in a row were refused: this is not the file it is taken for.
  case nothingButRefusals(file: String, line: Int64, lately: String)
  /// A file that the journal has read before is another one now.
  case fileChanged(file: String, readBefore: String)
  /// The journal was begun with candles of another length, or from another source.
  case otherCandles(known: String, asked: String)
  /// The journal holds candles of one instrument that are made of other prices.
  case otherSide(instrument: String, known: String, asked: String)
  /// A setting that belongs to the journal's first opening is another one now.
  case otherSetting(name: String, known: String, asked: String)
  /// Candles that are to prime a run have another length than the run's, in seconds.
  case primedBars(file: String, seconds: Int64, run: Int64)
  /// Candles that are to prime a run are made of other prices than the run's.
  case primedSide(file: String, instrument: String, side: String, run: String)
  /// The journal has taken rows, and this source did not prime it before them.
  case primedTooLate(source: String)
  /// The source holds none of the run's instruments.
  case nothingToPrime(source: String, known: [String])
  /// A journal that is to prime itself.
  case primedByItself(journal: String)
  /// More files than sources can be numbered.
  case tooManyFiles(Int)
}

extension RunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .feed(let error): error.description
    case .journal(let error): error.description
    case .turn(let fault): fault.description
    case .nothingButRefusals(let file, let line, "out_of_order"):
      """
      \(file): 1,000 rows in a row were refused, the last at line \(line) as out_of_order. What was \
      read before is recorded, each refusal with its reason. This journal holds later quotes \
      already: give a feed that goes on from there, or start another journal.
      """
    case .nothingButRefusals(let file, let line, let lately):
      """
      \(file): 1,000 rows in a row were refused, the last at line \(line) as \(lately). What was \
      read before is recorded, each refusal with its reason. Check that this is a file of quotes, \
      with the bid before the ask and stamps that ascend, or of candles of one length.
      """
    case .fileChanged(let file, let readBefore):
      """
      \(file) is not the file that this journal has read before as \(readBefore). Nothing was \
      read. Give the file as it was, or start another journal.
      """
    case .otherCandles(let known, let asked):
      """
      This journal measures \(known), and this run would bring \(asked). Nothing was read, because \
      one journal keeps one source and one length. Start another journal for these files.
      """
    case .otherSide(let instrument, let known, let asked):
      """
      This journal holds \(instrument) by its \(known) prices, and this run would bring \(asked) \
      prices. Nothing was read, because sides are never mixed in one instrument. Give --side \(known), \
      or start another journal.
      """
    case .otherSetting(let name, let known, let asked):
      """
      This journal was begun with \(name)=\(known), and this run asks for \(asked). Nothing was read, \
      because an account keeps its currency and its opening balance. Leave the setting out, or start \
      another journal.
      """
    case .primedBars(let file, let seconds, let run):
      """
      \(file) holds candles of \(seconds) s, and this run measures candles of \(run) s. Nothing was read. \
      Prime it with candles of \(run) s, or with ticks.
      """
    case .primedSide(let file, let instrument, let side, let run):
      """
      \(file) holds \(side) prices of \(instrument), and this run measures \(run) prices. Nothing was read, \
      because sides are never mixed in one instrument. Prime it with \(run) prices; --side says what \
      one-sided candles are.
      """
    case .primedTooLate(let source):
      """
      This journal has taken rows already, and \(source) did not prime it before the first of them. Nothing \
      was read. Leave out --prime and --prime-days, or start another journal.
      """
    case .nothingToPrime(let source, let known):
      """
      \(source) holds none of the run's instruments\(known.isEmpty ? "" : ", only "
        + known.joined(separator: ", ")). Nothing was read. Name candles of an instrument of the run.
      """
    case .primedByItself(let journal):
      """
      \(journal) cannot prime itself. Nothing was read. Name another journal.
      """
    case .tooManyFiles(let count):
      """
      The feed has \(count) files, and a journal numbers 65,535 at most. Nothing was read. \
      Join files, or use --from and --to on fewer of them.
      """
    }
  }
}
