package import Market
package import Numerics

/// One line that proves later that a journal still contains what it contained: keep it elsewhere.
///
///     retrace-head 1 journal=<32 hex> sequence=<decimal> at=<nanoseconds> head=<64 hex>
package struct HeadLine: Equatable, Sendable, CustomStringConvertible {
  package let journal: JournalID
  package let sequence: UInt64
  package let at: Timestamp
  package let head: Digest256

  package init(journal: JournalID, sequence: UInt64, at: Timestamp, head: Digest256) {
    self.journal = journal
    self.sequence = sequence
    self.at = at
    self.head = head
  }

  /// - Returns: nil unless the line has exactly this form, blanks around it aside.
  package init?(_ line: some StringProtocol) {
    let blanks: [Character] = [" ", "\t", "\r", "\n", "\r\n"]
    let end = line.reversed().drop { blanks.contains($0) }
    let parts = String(end.reversed().drop { blanks.contains($0) }).split(
      separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "retrace-head", parts[1] == "1" else { return nil }
    func value(_ index: Int, _ name: String) -> Substring? {
      parts[index].hasPrefix(name + "=") ? parts[index].dropFirst(name.count + 1) : nil
    }
    guard let id = value(2, "journal").flatMap({ Hex.bytes($0) }), id.count == 16,
      let sequence = value(3, "sequence").flatMap(Self.decimal), sequence > 0,
      let at = value(4, "at").flatMap(Self.decimal).map({
        Timestamp(nanoseconds: Int64(truncatingIfNeeded: $0))
      }), at.isValid,
      let head = value(5, "head").flatMap({ Digest256(hex: $0) })
    else { return nil }
    self.init(journal: JournalID(bytes: id), sequence: sequence, at: at, head: head)
  }

  /// A number without sign or leading zeros.
  private static func decimal(_ text: Substring) -> UInt64? {
    guard let number = UInt64(text), "\(number)" == text else { return nil }
    return number
  }

  package var description: String {
    "retrace-head 1 journal=\(journal.hex) sequence=\(sequence) at=\(at.nanoseconds) head=\(head.hex)"
  }
}
