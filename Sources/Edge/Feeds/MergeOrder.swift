import Market

/// Which file is next: a binary heap of files by the time of their next row, ties by rank.
struct MergeOrder {
  struct Place {
    var time: Timestamp
    /// Breaks ties: the phase of the file's next row, then its place by instrument and file order.
    var rank: Int
    var file: Int

    @inline(__always)
    static func precedes(_ left: Place, _ right: Place) -> Bool {
      let times = (left.time.nanoseconds, right.time.nanoseconds)
      return times.0 != times.1 ? times.0 < times.1 : left.rank < right.rank
    }
  }

  private var places: [Place] = []

  var first: Place? { places.first }

  mutating func insert(_ place: Place) {
    places.append(place)
    var index = places.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard Place.precedes(places[index], places[parent]) else { return }
      places.swapAt(index, parent)
      index = parent
    }
  }

  /// Gives the first file a new time and rank and moves it to where it belongs.
  mutating func delayFirst(to time: Timestamp, rank: Int) {
    places[0].time = time
    places[0].rank = rank
    sinkFirst()
  }

  mutating func removeFirst() {
    let last = places.removeLast()
    guard !places.isEmpty else { return }
    places[0] = last
    sinkFirst()
  }

  @inline(__always)
  private mutating func sinkFirst() {
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < places.count else { return }
      if child + 1 < places.count, Place.precedes(places[child + 1], places[child]) { child += 1 }
      guard Place.precedes(places[child], places[index]) else { return }
      places.swapAt(index, child)
      index = child
    }
  }
}
