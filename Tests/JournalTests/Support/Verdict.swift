import Journal
import TestSupport
import Testing

/// What a verifier answers, as a process says it in its exit status.
enum Verdict: Int32 {
  case sound = 0
  case damaged = 1
  case unknown = 2
}

extension Verdict {
  /// Ours.
  init(on journal: String, head: HeadLine? = nil) {
    do throws(JournalError) {
      let report = try JournalVerifier.verify(journal, against: head)
      self = report.isGood ? .sound : report.needsNewer ? .unknown : .damaged
    } catch {
      self = .unknown
    }
  }

  /// That of `tools/verify-journal.py`; its words and its exit status must say the same.
  static func byPython(on journal: String, head: String? = nil) async throws -> Verdict {
    let outcome = try await pythonVerifier(journal, head)
    let verdict = try #require(Verdict(rawValue: outcome.status), "\(outcome.err)")
    #expect(try outcome.json()["ok"].flag() == (verdict == .sound))
    return verdict
  }

  /// What both say; nil, and an issue, when they differ.
  static func ofBoth(on journal: String, head: HeadLine? = nil) async throws -> Verdict? {
    let ours = Verdict(on: journal, head: head)
    let python = try await byPython(on: journal, head: head.map { "\($0)" })
    #expect(ours == python, "the two verifiers differ")
    return ours == python ? ours : nil
  }
}

/// Runs `tools/verify-journal.py` on a journal.
func pythonVerifier(_ journal: String, _ head: String? = nil) async throws -> Program.Outcome {
  try await pythons.pass {
    try await Program.named("python3").run(
      [Vectors.packageRoot + "/tools/verify-journal.py", journal, "--json"]
        + (head.map { ["--head", $0] } ?? []))
  }
}

private let pythons = Turnstile(3)
