import Events
import Glibc
import Journal
import Market
import Node
import Turns

/// Checks whether this machine can keep a journal safely.
struct DoctorCommand: Command {
  static let name = ["doctor"]
  static let summary = "Check whether this machine, and a journal on it, are fit to run"
  static let usage = "retrace doctor [DIR] [--json]"
  static let details = """
    Without DIR, looks at the folder journal/runs would be made in. Each line is one check. The disk is \
    good below 80 %; growth tells bytes a day of quotes, and how many such days the free space lasts. \
    Exit status: 0 all is well; 1 something is not, and the line says what to do; 2 could not find out.
    """
  static let examples = ["retrace doctor", "retrace doctor journal/runs/may"]
  static let options = [Option.json]

  private struct Check {
    let name: String
    let isGood: Bool
    let finding: String
  }

  private let journal: String?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    guard arguments.words.count <= 1 else {
      throw UsageError("`\(arguments.words[1])` is one word too many. Nothing was done.")
    }
    journal = arguments.words.first
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    if let journal, !JournalFolder(path: journal).exists {
      throw JournalError.notFound(path: journal)
    }
    let (found, history) = journal.map(journalChecks) ?? ([], nil)
    let checks = [addressSpace(), clock(), disk(), openFiles()] + found
    let isWell = checks.allSatisfy(\.isGood)
    if json {
      var object = JSON()
      object.add("ok", isWell)
      for check in checks {
        var part = JSON()
        part.add("ok", check.isGood)
        part.add("finding", check.finding)
        object.add(String(check.name.map { $0 == " " ? "_" : $0 }), part)
      }
      object.add(synthetic: history?.synthetic ?? [])
      Console.print(object.text)
    } else {
      if let note = SyntheticText.line(history?.synthetic ?? []) { Console.print(note) }
      let width = checks.map(\.name.count).max() ?? 0
      for check in checks {
        let gap = String(repeating: " ", count: width - check.name.count + 2)
        Console.print("\(check.isGood ? "ok  " : "BAD ") \(check.name)\(gap)\(check.finding)")
      }
    }
    return isWell ? .done : .no
  }

  /// A journal maps a large range of addresses once, so that it never has to grow under a reader.
  private func addressSpace() -> Check {
    var gibibytes = 1_024
    while gibibytes >= 1 {
      let bytes = gibibytes << 30
      if let mapped = mmap(
        nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
        mapped != MAP_FAILED
      {
        munmap(mapped, bytes)
        break
      }
      gibibytes /= 2
    }
    return Check(
      name: "address space", isGood: gibibytes >= 64,
      finding: gibibytes >= 64
        ? "\(grouped(gibibytes)) GiB can be reserved"
        : "only \(gibibytes) GiB can be reserved: raise the limit of virtual memory (ulimit -v)")
  }

  private func clock() -> Check {
    let now = wallClock()
    let isPlausible = now.nanoseconds > 1_767_225_600 * nanosecondsPerSecond && now.isValid
    return Check(
      name: "clock", isGood: isPlausible,
      finding: isPlausible
        ? "\(now)" : "\(now) is before 2026: set the clock, live runs take their time from it")
  }

  private func disk() -> Check {
    guard let disk = DiskSpace(near: journal ?? "journal/runs") else {
      return Check(name: "disk", isGood: false, finding: "cannot be asked")
    }
    let isRoomy = !disk.isNearlyFull && disk.freeBytes > 1 << 30
    return Check(
      name: "disk", isGood: isRoomy,
      finding: "\(disk.usedPerMille / 10) % full, \(grouped(disk.freeBytes >> 20)) MiB are free"
        + (isRoomy
          ? ""
          : ": make room before a long run, or seal journals and move them away; a full disk stops the node")
    )
  }

  private func openFiles() -> Check {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let isEnough = limit.rlim_cur >= 256
    return Check(
      name: "open files", isGood: isEnough,
      finding: isEnough
        ? "\(grouped(limit.rlim_cur)) are allowed"
        : "only \(limit.rlim_cur) are allowed: raise the limit (ulimit -n)")
  }

  /// - Returns: What was found, and what the journal says of itself where its bytes are sound.
  private func journalChecks(_ path: String) -> (checks: [Check], history: JournalHistory?) {
    let folder = JournalFolder(path: path)
    var checks = [
      Check(
        name: "fault", isGood: folder.fault == nil,
        finding: folder.fault.map {
          "\($0) Verify the journal, mend the cause, remove \(path)/FAULT."
        } ?? "no FAULT file"),
      Check(
        name: "writer", isGood: true,
        finding: folder.writer.map { "process \($0) is writing" } ?? "nobody is writing"),
    ]
    do {
      let report = try JournalVerifier.verify(path)
      checks.append(
        Check(
          name: "bytes", isGood: report.isGood,
          finding: report.problem.map { "\($0). Run `retrace audit verify \(path)`." }
            ?? "\(grouped(report.events - report.base.lastSequence)) events are sound"))
      guard report.isGood else { return (checks, nil) }
      let log = try LMDBEventLog.openForReading(path)
      defer { log.close() }
      checks.append(readers(try log.oldestReader(at: wallClock())))
      let found = try JournalStatistics(log, path: path)
      return (checks + [rules(found.history), growth(found, path)], found.history)
    } catch {
      return (checks + [Check(name: "bytes", isGood: false, finding: "\(error)")], nil)
    }
  }

  private func readers(_ oldest: OldestReader?) -> Check {
    let isGood = !(oldest?.isTooOld ?? false)
    let advice = isGood ? "" : ": let it go on, or end it"
    return Check(
      name: "readers", isGood: isGood,
      finding: oldest.map { $0.text + advice } ?? "nobody holds an older state")
  }

  /// How long the disk lasts, at the rate at which this journal has grown.
  private func growth(_ found: JournalStatistics, _ path: String) -> Check {
    let growth = JournalGrowth(found)
    guard let perDay = growth.bytesPerDay else {
      return Check(
        name: "growth", isGood: true,
        finding: "it reaches over less than an hour: too short to tell bytes a day")
    }
    let free = DiskSpace(of: path)?.freeBytes ?? 0
    let left = growth.daysLeft(of: free) ?? 0
    let isGood = left >= Self.leastDaysLeft
    return Check(
      name: "growth", isGood: isGood,
      finding: "\(grouped(perDay)) bytes a day of quotes (\(grouped(found.fileBytes)) bytes in "
        + "\(tenths(growth.days)) days): what is free lasts \(grouped(left)) days"
        + (isGood
          ? "" : ": make room, or seal journals (`retrace journal seal`) and move them away"))
  }

  private static let leastDaysLeft: Int64 = 7

  /// A number of days, rounded down to tenths.
  private func tenths(_ days: Double) -> String {
    let tenths = Int64(days * 10)
    return "\(grouped(tenths / 10)).\(tenths % 10)"
  }

  private func rules(_ history: JournalHistory) -> Check {
    let isOurs = history.openings.allSatisfy { $0.rulesVersion == rulesVersion }
    return Check(
      name: "rules", isGood: isOurs,
      finding: isOurs
        ? "written under rules version \(rulesVersion), this program's: replay is a proof"
        : "written in part under other rules versions: replay is a comparison, not a proof")
  }
}
