import CPlatform
import Glibc

/// Finds the command, runs it, and turns whatever happens into words and an exit status.
enum Boot {
  static var commands: [any Command.Type] {
    [
      RunCommand.self, ReplayCommand.self, AuditVerifyCommand.self, AuditHeadCommand.self,
      AuditTradesCommand.self, AuditLedgerCommand.self, AuditOrdersCommand.self,
      AuditGatesCommand.self, AuditAllocationsCommand.self, AuditShadowCommand.self,
      MeasuresCommand.self, ExplainCommand.self, DiffCommand.self, StatusCommand.self,
      DoctorCommand.self,
      SchemaCommand.self, CompletionCommand.self, JournalTailCommand.self,
      JournalExportCommand.self, JournalStatCommand.self, JournalDumpCommand.self,
      JournalStateCommand.self, JournalBackupCommand.self, JournalSealCommand.self,
      JournalSalvageCommand.self,
      ConfigCheckCommand.self, ConfigExplainCommand.self, ConfigShowCommand.self,
      SessionCommand.self, ManifoldCommand.self, SampleCommand.self, VersionCommand.self,
    ]
  }

  static func run(_ words: [String]) -> Never {
    keepStandardStreams()
    // A closed pipe and a file that may not grow are errors of a call, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    if let refusal = lowLimit() { exit(refuse(refusal).rawValue) }
    SignalStop.begin()
    retrace_on_cut_file(
      "retrace: a file that was being read was cut by somebody else, or the memory or the disk behind it is "
        + "gone. What was committed before is safe. Run `retrace audit verify` on the journal.\n")
    let status = status(of: words)
    // Done, but told to nobody: whoever reads the file must not take it for the whole.
    exit((status == .done && Console.hasLostOutput ? .unknown : status).rawValue)
  }

  /// The library of queues ends a process that has no number left for a file of its own: refused before it begins.
  private static func lowLimit() -> String? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
      limit.rlim_cur < leastFiles
    else { return nil }
    return
      "This process may open \(limit.rlim_cur) files; \(leastFiles) are needed. Nothing was done. "
      + "Raise the limit: ulimit -n \(leastFiles), or more."
  }

  private static let leastFiles: rlim_t = 32

  /// Opens nothing in place of a standard stream that was closed: the next file would get its number,
  /// and our words would be written into it.
  private static func keepStandardStreams() {
    for stream: Int32 in 0...2 where fcntl(stream, F_GETFD) < 0 {
      if stream == 1 { Console.noteClosedOutput() }
      _ = open("/dev/null", O_RDWR)
    }
  }

  private static func status(of words: [String]) -> ExitStatus {
    if words.isEmpty || words == ["help"] || words == ["--help"] {
      Console.print(Help.overview(commands))
      return words.isEmpty ? .unknown : .done
    }
    if words == ["--version"] { return status(of: ["version"]) }
    guard let command = commands.first(where: { words.starts(with: $0.name) }) else {
      return refuse(unknown(words))
    }
    let rest = Array(words.dropFirst(command.name.count))
    if rest.contains("--help") {
      Console.print(Help.page(command))
      return .done
    }
    let json = rest.contains("--json") && command.options.contains { $0.name == Option.json.name }
    do {
      return try command.init(Arguments(rest, of: command)).run()
    } catch let error as UsageError {
      Refusal.tell("\(error)", json: json)
      Console.error("Usage: \(command.usage)")
    } catch {
      Refusal.tell("\(error)", json: json)
    }
    return .unknown
  }

  private static func refuse(_ text: String) -> ExitStatus {
    Refusal.tell(text, json: false)
    return .unknown
  }

  private static func unknown(_ words: [String]) -> String {
    let groups = commands.map { $0.name }.filter { $0.count > 1 && $0[0] == words[0] }
    if !groups.isEmpty {
      let names = groups.map { "`retrace \($0.joined(separator: " "))`" }.joined(separator: ", ")
      return "`\(words[0])` needs one more word: \(names). Nothing was done."
    }
    return "There is no command `\(words[0])`. Nothing was done. `retrace --help` lists them."
  }
}
