import Journal
import Node
import Numerics

/// What a run came to, as a person reads it and as a program does.
struct RunReport {
  private let summary: RunSummary

  init(_ summary: RunSummary) { self.summary = summary }

  var text: String {
    var lines: [String] = []
    if let note = SyntheticText.line(summary.synthetic) { lines.append(note) }
    lines += summary.notes
    if summary.isGateAdvisory { lines.append(SyntheticText.advisory) }
    if let fault = summary.fault {
      lines.append("WARNING: \(summary.path)/FAULT exists: \(fault)")
      lines.append("         Verify the journal, then remove that file.")
    }
    lines += summary.warnings.map { "WARNING: \($0)" }
    if let text = summary.disk?.warning(for: summary.path) { lines.append("WARNING: \(text)") }
    if let content = ContentText(summary.content).text { lines.append(content) }
    let verb = summary.wasContinued ? "Continued" : "Recorded"
    let end =
      summary.wasStopped ? "stopped by a signal" : summary.failure == nil ? "done" : "ended early"
    lines += [
      "\(verb) \(grouped(summary.inputs)) inputs in \(summary.path) (\(end), \(seconds(summary.seconds))).",
      "  events          \(grouped(summary.events)), numbers \(summary.firstSequence) to \(summary.lastSequence)",
      "  refused         \(grouped(summary.rejected)) rows, quotes, candles and commands, each recorded with its reason",
    ]
    if let text = primed { lines.append("  primed          \(text)") }
    if summary.late > 0 {
      lines.append(
        "  late            \(grouped(summary.late)) quotes of candles that were closed already")
    }
    if !summary.leftOutOfSnapshots.isEmpty {
      lines.append(
        "  snapshots       without \(summary.leftOutOfSnapshots.joined(separator: ", ")): too large "
          + "for 4 MiB, so the next opening reads every event for it")
    }
    for segment in summary.sealed {
      lines.append(
        "  sealed          \(segment.folder) at event \(segment.report.lastSequence), goes on in "
          + segment.report.childFolder)
    }
    lines += TradingText(summary.trading).lines
    lines += [
      "  content digest  \(summary.contentDigest)",
      "  head            \(summary.headHash)",
    ]
    if summary.failure == nil { lines.append("Prove it: retrace replay \(summary.path)") }
    return lines.joined(separator: "\n")
  }

  /// What primed the run; nil where nothing did.
  private var primed: String? {
    let primed = summary.primed
    guard primed != Primed() else { return nil }
    var text = "with \(grouped(primed.candles)) candles of before its first row"
    if primed.leftOut > 0 { text += "; \(grouped(primed.leftOut)) that close later left out" }
    if primed.refusedTicks > 0 {
      text += "; \(grouped(primed.refusedTicks)) rows or ticks entered none"
    }
    return text
  }

  var json: String {
    var object = JSON()
    object.add("journal", summary.path)
    object.add("journal_id", summary.journal.hex)
    object.add("read", ContentText(summary.content).json)
    object.add("inputs", summary.inputs)
    object.add("events", summary.events)
    object.add("rejected", summary.rejected)
    object.add("late", summary.late)
    var primed = JSON()
    primed.add("candles", summary.primed.candles)
    primed.add("left_out", summary.primed.leftOut)
    object.add("primed", primed)
    object.add("first_seq", summary.firstSequence)
    object.add("last_seq", summary.lastSequence)
    object.add("content_digest", summary.contentDigest.hex)
    object.add("head_hash", summary.headHash.hex)
    TradingText(summary.trading).add(to: &object, hash: summary.configurationHash)
    object.add("wall_seconds", decimal: summary.seconds)
    object.add("stopped", summary.wasStopped)
    object.add("failure", summary.failure.map { "\($0)" })
    object.add("fault", summary.fault)
    object.add("restored_from", summary.restoredFrom)
    object.add("sealed", texts: summary.sealed.map(\.folder))
    object.add(
      "disk_used_per_mille", raw: summary.disk.map { "\($0.usedPerMille)" } ?? "null")
    object.add("disk_warning", summary.disk?.warning(for: summary.path))
    object.add("warnings", texts: summary.warnings)
    object.add("notes", texts: summary.notes)
    object.add(
      "left_out_of_snapshots",
      texts: summary.leftOutOfSnapshots)
    object.add("eval_enforced", !summary.isGateAdvisory)
    object.add(synthetic: summary.synthetic)
    return object.text
  }
}
