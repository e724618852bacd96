import Ledger
import Numerics
import Testing

@Suite struct `A ring` {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `holds what an array would hold`(seed: UInt64) {
    print("Ring: seed \(seed)")
    var random = SplitMix64(seed: seed)
    var ring = Ring<Int>()
    var array: [Int] = []
    for step in 0..<2_000 {
      switch random.next(below: 9) {
      case 0...3:
        ring.append(step)
        array.append(step)
      case 4...5 where !array.isEmpty:
        ring.removeFirst()
        array.removeFirst()
      case 6 where !array.isEmpty:
        let position = Int(random.next(below: UInt64(array.count)))
        ring.remove(at: position)
        array.remove(at: position)
      case 7 where !array.isEmpty:
        let position = Int(random.next(below: UInt64(array.count)))
        ring[position] = -step
        array[position] = -step
      case 8 where step % 50 == 0:
        ring.keepFirst(array.count / 2)
        array.removeLast(array.count - array.count / 2)
      default: break
      }
      #expect((0..<ring.count).map { ring[$0] } == array, "seed \(seed), step \(step)")
      #expect(ring.isEmpty == array.isEmpty, "seed \(seed), step \(step)")
    }
  }

  @Test func `equals another with the same values elsewhere`() {
    var (moved, plain) = (Ring<Int>(), Ring<Int>())
    for value in [9, 9, 9, 1, 2] { moved.append(value) }
    for _ in 0..<3 { moved.removeFirst() }
    for value in [1, 2] { plain.append(value) }
    #expect(moved == plain)
    plain[1] = 3
    #expect(moved != plain)
    plain.removeFirst()
    #expect(moved != plain)
  }
}
