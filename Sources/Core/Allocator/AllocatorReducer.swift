public import Events
import Market

/// Decides which instruments deserve capital.
public struct AllocatorReducer: Reducer {
  var instruments: [Instrument] = []

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    guard case .instrumentListed(let listing) = event.body,
      listing.instrument.index == instruments.count
    else { return }
    instruments.append(
      Instrument(
        name: String(decoding: outbox.arena[listing.name], as: UTF8.self),
        digits: Int(listing.digits)))
  }
}

extension AllocatorReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.list("instruments", &instruments, of: Instrument(name: "", digits: 5), atMost: 65_536) {
      var (name, digits) = ($0.name, $0.digits)
      $1.text("name", &name)
      $1.small("digits", &digits, in: 0...18)
      $0 = Instrument(name: name, digits: digits)
    }
  }
}
