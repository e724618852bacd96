/// What the rows of a file are, as its header says.
package enum FileForm: Equatable, Sendable, CaseIterable {
  /// `ts_ns,bid,ask`: the one form that may lack its header.
  case ticks
  /// `ts_ms,o,h,l,c`: candles of one side.
  case oneSided
  /// `ts_ms,o,h,l,c,v`: candles of one side with the source's volume.
  case oneSidedWithVolume
  /// `ts_ms,bo,bh,bl,bc,ao,ah,al,ac`: candles of bids and of asks.
  case twoSided

  /// The form whose header a line is, or nil.
  init?(header line: UnsafeRawBufferPointer) {
    let fields = LineFields(of: line)
    guard let form = Self.allCases.first(where: { fields.equal($0.columns) }) else { return nil }
    self = form
  }

  /// How many fields a row has: 3, 5, 6 or 9.
  var fieldCount: Int {
    switch self {
    case .ticks: 3
    case .oneSided: 5
    case .oneSidedWithVolume: 6
    case .twoSided: 9
    }
  }

  private var columns: [StaticString] {
    switch self {
    case .ticks: ["ts_ns", "bid", "ask"]
    case .oneSided: ["ts_ms", "o", "h", "l", "c"]
    case .oneSidedWithVolume: ["ts_ms", "o", "h", "l", "c", "v"]
    case .twoSided: ["ts_ms", "bo", "bh", "bl", "bc", "ao", "ah", "al", "ac"]
    }
  }
}
