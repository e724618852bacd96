public import Market

extension InstrumentKernel {
  /// Applies an accepted candle: compares it with the one before and measures.
  ///
  /// Everything advances but state and generation: they are returned, and stored by `adopt`.
  ///
  /// - Parameters:
  ///   - openAt: Start of the bar, valid and after the last one's.
  ///   - open: Deci-points, like the other prices 1 to 2^31 - 1. No formula of the kernel uses it.
  ///   - high: Deci-points.
  ///   - low: Deci-points.
  ///   - close: Deci-points.
  ///   - volume: 0 or more; 0 when the source has none.
  ///   - barNanoseconds: Length of the bar, more than 0.
  ///
  /// Source: metrics-kernel.md, sections 2.3, 3, 7 and 8.
  public mutating func candle(
    openAt: Timestamp, open: Int64, high: Int64, low: Int64, close: Int64, volume: Int64,
    barNanoseconds: Int64
  ) -> CandleResult {
    precondition(barNanoseconds > 0, "a bar lasts longer than nothing")
    let new = CandleReference(openAt: openAt, range: high - low, close: close, volume: volume)
    let last = lastCandle
    lastCandle = new
    day.roll(to: openAt)

    guard let last else { return measure(.first) }
    let bars = (openAt.nanoseconds - last.openAt.nanoseconds) / barNanoseconds
    let step = CandleStep(afterBars: bars)
    switch step {
    case .first, .contiguous, .shortGap:
      let milliseconds = max(bars, 1) * (barNanoseconds / nanosecondsPerMillisecond)
      return compare(new, with: last, over: milliseconds, step)
    case .seam:
      barSeamPending = true
      return measure(.seam)
    case .reset:
      return clear()
    }
  }

  /// A contiguous candle or one after a short gap: a return, and a bit unless it is flat.
  private mutating func compare(
    _ new: CandleReference, with last: CandleReference, over milliseconds: Int64,
    _ step: CandleStep
  ) -> CandleResult {
    let returnPpb = symmetricReturnPpb(from: last.close, to: new.close)
    returns.record(returnPpb)
    day.record(returnPpb: returnPpb, overMilliseconds: milliseconds)
    guard new.close != last.close else {
      var result = measure(step)
      result.returnPpb = returnPpb
      return result
    }

    let symbol = CandleSymbol(of: new, after: last)
    let undo = push(symbol)
    var result = measure(step)
    result.returnPpb = returnPpb
    result.symbol = symbol.bits
    result.undo = undo
    result.phase = phase.next(
      evidenceQ32: result.window.evidenceQ32, ready: result.window.ready, thresholds: thresholds)
    return result
  }

  private mutating func push(_ symbol: CandleSymbol) -> PinUndo {
    let age = runAge(of: barPin)
    let undo = barPin.push(
      symbol.isUp, linked: !barSeamPending, r: symbol.isWider, v: symbol.isBusier)
    barSeamPending = false
    barTriad.push(after: barPin)
    if barPin.link & 1 == 1 {
      day.recordPush(runAge: age, flips: (barPin.bits ^ barPin.previous) & 1 == 1)
    }
    return undo
  }

  /// After more than 240 bars nothing that was known holds.
  private mutating func clear() -> CandleResult {
    let cleared = barPin
    barPin = Pin()
    barTriad = Triad()
    returns = ReturnRing()
    barSeamPending = false
    var result = measure(.reset)
    result.clearedPin = cleared
    result.phase = .flux
    return result
  }

  /// What the registers and counters emit now, under the phase as it was.
  private func measure(_ step: CandleStep) -> CandleResult {
    let window = WindowMetrics(of: barPin)
    return CandleResult(
      step: step, symbol: nil, returnPpb: nil, pin: barPin, undo: nil, clearedPin: nil,
      window: window, triad: barTriadMetrics, hazard: day.hazards.hazard(of: window),
      sigmaPpb: returns.sigmaPpb, phase: phase)
  }
}
