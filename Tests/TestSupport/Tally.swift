import Foundation

/// How much of what there is was tried: a line for the table at the end of `tools/test`.
///
/// The lines go to the file that `RETRACE_TALLY` names, for `tools/stages` to add up; without it they are
/// only printed.
package enum Tally {
  /// - Parameters:
  ///   - group: What is counted; a row of the table.
  ///   - detail: Which part of it; a part that is told twice counts once.
  ///   - ran: How many of this part ran.
  ///   - total: How many there are in all parts of the group.
  package static func note(_ group: String, _ detail: String = "", _ ran: Int, of total: Int) {
    print("\(group)\(detail.isEmpty ? "" : ", \(detail)"): \(ran) of \(total)")
    guard let file = ProcessInfo.processInfo.environment["RETRACE_TALLY"] else { return }
    let line = [group, detail, "\(ran)", "\(total)"]
      .map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }.joined(separator: "\t")
    // One write to the end of a file: tests that run side by side do not mix their lines.
    let end = open(file, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    precondition(end >= 0, "RETRACE_TALLY names \(file), which cannot be written")
    let bytes = [UInt8]((line + "\n").utf8)
    precondition(write(end, bytes, bytes.count) == bytes.count, "\(file) cannot be written")
    close(end)
  }
}
