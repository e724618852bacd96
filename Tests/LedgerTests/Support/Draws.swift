import Ledger
import Market
import Numerics

extension SplitMix64 {
  mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next(below: UInt64(range.upperBound - range.lowerBound) + 1))
  }

  /// Of any size: as many bits as drawn.
  mutating func word(bits: UInt64) -> Int64 {
    Int64((next() >> (64 - bits)) >> next(below: bits))
  }

  mutating func conversion() -> Conversion {
    switch next(below: 3) {
    case 0: .notNeeded
    case 1: .times(Price(micros: number(in: 400_000...2_000_000)))
    default: .dividedBy(Price(micros: number(in: 600_000...160_000_000)))
    }
  }
}

func lot(_ number: Int64, _ units: Int64, at micros: Int64) -> Lot {
  Lot(
    number: number, units: units, price: Price(micros: micros),
    openedAt: Timestamp(nanoseconds: number))
}
