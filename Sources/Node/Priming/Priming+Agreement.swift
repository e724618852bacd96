import Codec
import Feeds
import Market

extension Priming {
  /// Refuses candles of another length or side than the run's: a register that goes on with them would compare
  /// what cannot be compared.
  func refuseDisagreement(with settings: Settings) throws(RunError) {
    switch self {
    case .files(let files), .past(let files, _):
      for file in files {
        if let candles = file.candles {
          try Self.refuse(
            candles.granularity.seconds, candles.side, of: file.instrument, in: file.path, settings)
        } else {
          try Self.refuse(settings.barSeconds, .mid, of: file.instrument, in: file.path, settings)
        }
      }
    case .synthetic(let market, _):
      for origin in market.origins {
        try Self.refuse(settings.barSeconds, .mid, of: origin.instrument, in: origin.path, settings)
      }
    case .journal(let journal):
      for origin in journal.origins {
        try Self.refuse(
          journal.barSeconds, origin.side ?? .mid, of: origin.instrument, in: origin.path, settings)
      }
    }
  }

  private static func refuse(
    _ seconds: Int64, _ side: PriceSide, of instrument: Instrument, in path: String,
    _ settings: Settings
  ) throws(RunError) {
    guard seconds == settings.barSeconds else {
      throw .primedBars(file: path, seconds: seconds, run: settings.barSeconds)
    }
    var own = PriceSide.mid
    if case .candles(_, let all) = settings.content {
      own = all.first { $0.instrument == instrument }?.side ?? side
    }
    guard side == own else {
      throw .primedSide(file: path, instrument: instrument.name, side: side.name, run: own.name)
    }
  }
}
