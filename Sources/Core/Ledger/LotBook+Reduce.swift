public import Market

extension LotBook {
  /// Consumes lots, oldest first.
  ///
  /// - Parameters:
  ///   - order: Signed like the fill: below zero against a long. Never more than is held.
  ///   - price: The exit.
  ///   - conversion: By the newest mid of any age; a position exists only where one was known.
  ///   - slices: One for each lot that was touched is appended; keep the array, and nothing allocates.
  /// - Returns: The profit of the fill: the sum of its slices.
  @discardableResult public mutating func reduce(
    by order: Int64, at price: Price, conversion: Conversion, into slices: inout [Slice]
  ) throws(LedgerFault) -> Money {
    guard order != 0 else { throw .badUnits }
    guard units != 0, order.signum() == -units.signum() else {
      throw units == 0 ? .exceedsPosition : .wrongSide
    }
    guard order.magnitude <= units.magnitude else { throw .exceedsPosition }
    let first = slices.count
    do throws(LedgerFault) {
      let profit = try cut(order.magnitude, at: price, conversion: conversion, into: &slices)
      for place in first..<slices.count { take(slices[place]) }
      return profit
    } catch {
      slices.removeLast(slices.count - first)
      throw error
    }
  }

  /// Closes one lot whole, wherever it stands: what its own stop or take does at the venue.
  ///
  /// Source: oanda-v20.md, sections 8 and 11 (a bracket belongs to its trade).
  public mutating func close(
    lot number: Int64, at price: Price, conversion: Conversion
  ) throws(LedgerFault) -> Slice {
    guard let position = position(of: number) else { throw .noSuchLot }
    let lot = lots[position]
    let slice = try slice(of: lot, lot.remaining, at: price, conversion: conversion)
    lots.remove(at: position)
    forget(slice)
    return slice
  }

  /// What a reduction will take, before anything is changed.
  private func cut(
    _ order: UInt64, at price: Price, conversion: Conversion, into slices: inout [Slice]
  ) throws(LedgerFault) -> Money {
    var left = order
    var position = 0
    var profit = Money.zero
    while left > 0 {
      let lot = lots[position]
      let taken = min(left, lot.remaining.magnitude)
      let signed = lot.isLong ? Int64(taken) : -Int64(taken)
      let slice = try slice(of: lot, signed, at: price, conversion: conversion)
      profit = try profit.adding(slice.profit)
      slices.append(slice)
      left -= taken
      position += 1
    }
    return profit
  }

  private func slice(
    of lot: Lot, _ units: Int64, at price: Price, conversion: Conversion
  ) throws(LedgerFault) -> Slice {
    let profit = try RealisedProfit.of(
      units: units, entry: lot.price, exit: price, conversion: conversion)
    return Slice(
      lot: lot.number, units: units, entry: lot.price, exit: price, profit: profit,
      realised: try lot.realised.adding(profit), remaining: lot.remaining - units)
  }

  /// Takes a slice off the oldest lot.
  private mutating func take(_ slice: Slice) {
    if slice.closesLot {
      lots.removeFirst()
    } else {
      lots[0].remaining = slice.remaining
      lots[0].realised = slice.realised
    }
    forget(slice)
  }

  private mutating func forget(_ slice: Slice) {
    units -= slice.units
    cost -= Int128(slice.units) * Int128(slice.entry.micros)
  }
}
