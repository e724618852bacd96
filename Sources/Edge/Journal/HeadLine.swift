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

  /// - Returns: nil unless the line has exactly this form.
  package init?(_ line: some StringProtocol) {
    let parts = String(line).split { $0 == " " || $0 == "\t" || $0 == "\n" }.map { String($0) }
    guard parts.count == 6, parts[0] == "retrace-head", parts[1] == "1" else { return nil }
    func value(_ index: Int, _ name: String) -> String? {
      parts[index].hasPrefix(name + "=") ? String(parts[index].dropFirst(name.count + 1)) : nil
    }
    guard let id = value(2, "journal").flatMap({ Hex.bytes($0) }), id.count == 16,
      let sequence = value(3, "sequence").flatMap({ UInt64($0) }), sequence > 0,
      let at = value(4, "at").flatMap({ Int64($0) }),
      let head = value(5, "head").flatMap({ Digest256(hex: $0) })
    else { return nil }
    self.init(
      journal: JournalID(bytes: id), sequence: sequence, at: Timestamp(nanoseconds: at), head: head)
  }

  package var description: String {
    "retrace-head 1 journal=\(journal.hex) sequence=\(sequence) at=\(at.nanoseconds) head=\(head.hex)"
  }
}
