package import Numerics

/// The 16 random bytes that name a journal, made once at its birth.
package struct JournalID: Equatable, Sendable {
  package let bytes: [UInt8]

  /// - Parameter bytes: Exactly 16.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == 16)
    self.bytes = bytes
  }

  /// 32 lower-case hexadecimal digits.
  package var hex: String { Hex.text(of: bytes) }

  /// As events carry it: the 16 bytes, then zeros.
  package var digest: Digest256 {
    Digest256(bytes: bytes + [UInt8](repeating: 0, count: 16)) ?? .zero
  }
}

/// What the database `meta` says of a journal.
package struct JournalIdentity: Equatable, Sendable {
  package let id: JournalID
  /// Our clock at its birth, in nanoseconds.
  package let bornAt: Int64
  /// Where it begins: behind a sealed journal, or with event 1.
  package let base: JournalOrigin
  /// Set once it is sealed: it takes no event any more.
  package let seal: JournalSeal?

  package init(
    id: JournalID, bornAt: Int64, base: JournalOrigin = .none, seal: JournalSeal? = nil
  ) {
    self.id = id
    self.bornAt = bornAt
    self.base = base
    self.seal = seal
  }

  var unsealed: JournalIdentity { JournalIdentity(id: id, bornAt: bornAt, base: base) }

  func sealed(_ seal: JournalSeal) -> JournalIdentity {
    JournalIdentity(id: id, bornAt: bornAt, base: base, seal: seal)
  }
}
