import Numerics
import Testing

@Suite struct `An ordered map` {
  @Test func `holds what it is given, in the order of its keys`() {
    var map = OrderedMap<String, Int>()
    #expect(map.isEmpty && map["a"] == nil)
    for (key, value) in [("m", 1), ("b", 2), ("z", 3), ("a", 4)] { map[key] = value }
    #expect(map.keys == ["a", "b", "m", "z"])
    #expect(map.values == [4, 2, 1, 3])
    map["b"] = 9
    #expect(map["b"] == 9 && map.count == 4)
    map["m"] = nil
    map["none"] = nil
    #expect(map.keys == ["a", "b", "z"])
    #expect(map.values == [4, 9, 3])
  }

  @Test func `changes a value where it stands, from the fallback where there is none`() {
    var map = OrderedMap<Int, [Int]>()
    #expect(
      map.change(5, from: [0]) {
        $0.append(1)
        return $0.count
      } == 2)
    #expect(
      map.change(5, from: [9]) {
        $0.append(2)
        return $0.count
      } == 3)
    #expect(map.change(3, from: [7]) { $0.count } == 1)
    #expect(map.keys == [3, 5])
    #expect(map.values == [[7], [0, 1, 2]])
  }

  @Test func `reads a value where it stands, and nothing where there is none`() {
    var map = OrderedMap<Int, [Int]>()
    map[5] = [1, 2]
    #expect(map.reading(5) { $0.count } == 2)
    #expect(map.reading(4) { $0.count } == nil && map.reading(6) { $0.count } == nil)
  }

  @Test func `keeps only what a test lets through, in order`() {
    var map = OrderedMap<Int, Int>()
    for key in [4, 1, 3, 5, 2, 0] { map[key] = key * 10 }
    map.keep { $0 % 20 == 0 }
    #expect(map.keys == [0, 2, 4])
    #expect(map.values == [0, 20, 40])
    map.keep { _ in false }
    #expect(map.isEmpty)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `agrees with a list that is searched from the front`(seed: UInt64) {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var map = OrderedMap<UInt64, UInt64>()
    var list: [(key: UInt64, value: UInt64)] = []
    for _ in 0..<2_000 {
      let key = random.next(below: 60)
      let place = list.firstIndex { $0.key == key }
      #expect(map[key] == place.map { list[$0].value })
      if random.next(below: 3) == 0 {
        map[key] = nil
        if let place { list.remove(at: place) }
      } else {
        let value = random.next()
        map[key] = value
        if let place { list[place].value = value } else { list.append((key, value)) }
      }
    }
    list.sort { $0.key < $1.key }
    #expect(map.keys == list.map(\.key))
    #expect(map.values == list.map(\.value))
  }
}
