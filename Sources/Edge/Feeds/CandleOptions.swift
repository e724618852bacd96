package import Market

/// What the operator says of candle files, beside what the files say themselves.
package struct CandleOptions: Equatable, Sendable {
  /// The spread of the quotes that one instrument's one-sided candles stand for.
  package struct Spread: Equatable, Sendable {
    package let instrument: String
    /// Ask minus bid: a whole number of points, more than 0.
    package let spread: Price

    package init(instrument: String, spread: Price) {
      self.instrument = instrument
      self.spread = spread
    }
  }

  /// Of two-sided files the side to take, mid if nil. Of one-sided files the side they hold, bid if
  /// nil.
  package var side: PriceSide?
  /// One an instrument at most.
  package var spreads: [Spread] = []
  /// The length of the candles in files whose rows do not tell.
  package var granularity: Granularity?

  package init() {}

  var isEmpty: Bool { self == CandleOptions() }
}

extension CandleOptions {
  /// Settles how each file is read: ticks or candles, one bar, one form an instrument.
  ///
  /// - Parameter files: By instrument, as `discover` sorts them.
  func settle(_ files: inout [FeedFile]) throws(CandleProblem) {
    guard let first = files.first else { return }
    if let other = files.first(where: { ($0.form == .ticks) != (first.form == .ticks) }) {
      let (ticks, candles) = first.form == .ticks ? (first, other) : (other, first)
      throw .ticksAndCandles(ticks: ticks.path, candles: candles.path)
    }
    guard first.form != .ticks else {
      guard isEmpty else { throw .optionForTicks(file: first.path) }
      return
    }
    try refuseUselessSpreads(files)
    let granularity = try bar(of: first)
    for index in files.indices {
      let file = files[index]
      let found = try bar(of: file)
      guard found == granularity else {
        throw .barsDiffer(
          file: first.path, bar: granularity, other: file.path, otherBar: found)
      }
      if index > 0, files[index - 1].instrument == file.instrument,
        (files[index - 1].form == .twoSided) != (file.form == .twoSided)
      {
        throw .sidesMixed(
          instrument: file.instrument.name, file: files[index - 1].path, other: file.path)
      }
      let isTwoSided = file.form == .twoSided
      files[index].candles = CandleReading(
        file.form, of: file.instrument, granularity: granularity,
        side: side ?? (isTwoSided ? .mid : .bid),
        spread: isTwoSided
          ? nil : spreads.first { $0.instrument == file.instrument.name }?.spread)
    }
  }

  /// A spread that changes nothing is a mistake: a name misspelt, or a file that has its own.
  private func refuseUselessSpreads(_ files: [FeedFile]) throws(CandleProblem) {
    for spread in spreads {
      let name = spread.instrument
      guard let file = files.first(where: { $0.instrument.name == name }) else {
        throw .spreadWithoutFile(instrument: name)
      }
      if file.form == .twoSided { throw .spreadForTwoSides(instrument: name, file: file.path) }
    }
  }

  /// What the spacing says, or else the operator; they may not contradict each other.
  private func bar(of file: FeedFile) throws(CandleProblem) -> Granularity {
    let spacing = file.spacing?.nanoseconds
    let found = file.spacing?.granularity
    if let told = granularity {
      // Rows further apart than told, by no bar we know, are those of a quiet file.
      if let spacing, spacing < told.nanoseconds || found != nil && found != told {
        throw .notTheBarTold(
          file: file.path, told: told, milliseconds: spacing / nanosecondsPerMillisecond)
      }
      return told
    }
    guard let spacing else {
      throw .barUnknown(file: file.path, rows: file.spacing?.rows ?? 0)
    }
    guard let found else {
      throw .noSuchBar(file: file.path, milliseconds: spacing / nanosecondsPerMillisecond)
    }
    return found
  }
}
