import CommitMark
import Foundation
import Journal
import Node

/// What must hold of a journal after a death.
struct Inspection {
  /// The stream of a run that was never broken off.
  let unbroken: ContentStream
  /// `tools/verify-journal.py`.
  let script: String

  /// Looks at a journal as a death left it.
  ///
  /// - Returns: The events it holds.
  func inspect(_ journal: String, after death: retrace_mark, byPython: Bool) throws -> UInt64 {
    guard let events = try verify(journal, death) else { return 0 }
    // No half turn: a commit in flight is there whole, or not at all. One that was done is there; one
    // that has written nothing is not.
    let inFlight = death.offered == 0 ? death.acknowledged : death.offered
    let allowed =
      switch (death.inside, death.done, death.calls) {
      case (1, 1, _): [inFlight]
      case (1, _, 1...): [death.acknowledged, inFlight]
      default: [death.acknowledged]
      }
    guard allowed.contains(events) else {
      throw HarnessError.found(
        "\(journal) holds \(events) events; acknowledged were \(death.acknowledged), and the commit in "
          + "flight would have made it \(death.offered)")
    }
    guard events > 0 else { return 0 }
    let stream = try ContentStream(of: journal)
    guard unbroken.begins(with: stream) else {
      throw HarnessError.found("\(journal) tells another story than the unbroken run")
    }
    try replay(journal)
    if byPython { try verifyByPython(journal) }
    guard JournalFolder(path: journal).fault == nil else {
      throw HarnessError.found("\(journal) has a FAULT file, though no write failed")
    }
    return events
  }

  /// Looks at a journal that was continued to the end of its feed.
  func inspectWhole(_ journal: String, byPython: Bool) throws {
    let report = try JournalVerifier.verify(journal)
    if let problem = report.problem { throw HarnessError.found("\(journal): \(problem)") }
    let stream = try ContentStream(of: journal)
    guard stream.events == unbroken.events, stream.bytes == unbroken.bytes else {
      throw HarnessError.found(
        "\(journal), continued to its end, has \(stream.events) content events; the unbroken run has "
          + "\(unbroken.events), or they differ")
    }
    guard stream.digest == unbroken.digest, report.contentDigest == stream.digest else {
      throw HarnessError.found("\(journal), continued to its end, has another content digest")
    }
    try replay(journal)
    if byPython { try verifyByPython(journal) }
  }

  /// - Returns: The events that are there; nil where a birth was interrupted before its first commit.
  private func verify(_ journal: String, _ death: retrace_mark) throws -> UInt64? {
    let mayBeUnborn = death.acknowledged == 0
    do throws(JournalError) {
      let report = try JournalVerifier.verify(journal)
      guard let problem = report.problem else { return report.events }
      guard mayBeUnborn, report.events == 0 else {
        throw .damaged(path: journal, what: problem, goodThrough: report.events)
      }
      return nil
    } catch {
      if mayBeUnborn, case .notFound = error { return nil }
      throw HarnessError.found("\(journal): \(error)")
    }
  }

  private func replay(_ journal: String) throws {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let report = try Replay.verify(log, path: journal)
    guard report.isIdentical, report.isProof else {
      throw HarnessError.found("\(journal) does not replay as identical")
    }
  }

  private func verifyByPython(_ journal: String) throws {
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = ["python3", script, journal, "--json"]
    let output = Pipe()
    python.standardOutput = output
    try python.run()
    let told = output.fileHandleForReading.readDataToEndOfFile()
    python.waitUntilExit()
    guard python.terminationStatus == 0 else {
      throw HarnessError.found(
        "\(journal): \(script) says \(String(decoding: told, as: UTF8.self))")
    }
  }
}
