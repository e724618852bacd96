import Configuration
import Settings
import TestSupport
import Testing

@Suite struct `Settings from file, environment and command line` {
  private let folder = TemporaryFolder()

  private func gather(
    file: String? = nil, environment: [String: String] = [:], set: [String] = []
  ) throws -> SettingsGathering {
    let path = try file.map { try folder.write("settings.json", $0) }
    return SettingsGathering(file: path, arguments: set, lookUp: { environment[$0] })
  }

  private func problems(
    file: String? = nil, environment: [String: String] = [:], set: [String] = []
  ) throws -> [SettingProblem] {
    let gathered = try gather(file: file, environment: environment, set: set)
    do {
      _ = try gathered.resolve()
      return []
    } catch { return error.list }
  }

  @Test func `are laid one over the other`() throws {
    let resolution = try gather(
      file: #"{"ALLOC_TOP_K": 2, "CANDLE_COUNT": 10, "EVAL_MIN_TRADES": 3}"#,
      environment: ["ALLOC_TOP_K": "4", "CANDLE_COUNT": "11"], set: ["ALLOC_TOP_K=5"]
    ).resolve()
    #expect(resolution.settings.allocTopK == 5)
    #expect(resolution.settings.candleCount == 11)
    #expect(resolution.settings.evalMinTrades == 3)
    #expect(
      resolution.layerText == "ALLOC_TOP_K=set\nCANDLE_COUNT=environment\nEVAL_MIN_TRADES=file\n")
  }

  @Test func `hash the same by whichever way they came`() throws {
    let expected = try gather(set: ["ALLOC_TOP_K=2", "EXIT_PNL_TP=0.75"]).resolve().settings.hash
    #expect(
      try gather(file: #"{"EXIT_PNL_TP": 0.750, "ALLOC_TOP_K": 2}"#).resolve().settings.hash
        == expected)
    #expect(
      try gather(environment: ["EXIT_PNL_TP": "0.75"], set: ["ALLOC_TOP_K=2"]).resolve().settings
        .hash
        == expected)
  }

  @Test func `ask the environment for known names only`() throws {
    var asked: [String] = []
    _ = SettingsGathering(file: nil, arguments: []) { name in
      asked.append(name)
      return nil
    }
    #expect(asked == SettingTable.all.knownNames)
    #expect(!asked.contains("OANDA_API_KEY") && !asked.contains("PATH"))
  }

  @Test func `pass over secrets and strangers in the environment`() throws {
    let environment = ["OANDA_API_KEY": "hunter2", "NO_SUCH": "1", "VALKEY_POOL_MAX": "3"]
    #expect(try problems(environment: environment) == [])
  }

  @Test func `refuse bad names in the environment that are known to be bad`() throws {
    let found = try problems(environment: ["KILL_SWITCH": "0", "ALLOC_TOP_K": "", "ALLOC_W_C": "x"])
    #expect(found.map(\.name).sorted() == ["ALLOC_TOP_K", "ALLOC_W_C", "KILL_SWITCH"])
    #expect(
      found.filter { $0.kind == .wrongType }.allSatisfy { $0.message.contains("environment") })
  }

  @Test func `are refused with the errors of all layers at once`() throws {
    let found = try problems(
      file: #"{"NO_SUCH": 1, "OANDA_API_KEY": "hunter2", "ALLOC_TOP_K": "2"}"#,
      environment: ["CANDLE_COUNT": "0"], set: ["EXIT_PNL_SL=1", "nonsense", "=1"])
    #expect(
      found.map(\.kind.rawValue).sorted() == [
        "outOfRange", "outOfRange", "secret", "unknownName", "unreadable", "unreadable",
        "wrongType",
      ])
    #expect(found.allSatisfy { !$0.description.contains("hunter2") })
  }

  @Test(arguments: [
    "", "[]", "1", "{", #"{"ALLOC_TOP_K": 2,}"#, #"{"ALLOC_TOP_K": 2, "ALLOC_TOP_K": 3}"#,
    #"{"MODE": "\ud800"}"#, "\u{FEFF}{}",
  ])
  func `refuse a file that is no object of JSON`(text: String) throws {
    let found = try problems(file: text)
    #expect(found.map(\.kind) == [.unreadable])
    #expect(found.allSatisfy { $0.name.hasSuffix("settings.json") || $0.name.hasSuffix("…") })
  }

  @Test func `refuse a file that is missing, a folder, or too long`() throws {
    for path in [folder.path("nothing"), folder.path, "/dev/zero"] {
      let gathered = SettingsGathering(file: path, arguments: [], lookUp: { _ in nil })
      #expect(throws: SettingProblems.self) { try gathered.resolve() }
    }
    let long = "{" + String(repeating: " ", count: 1 << 20) + "}"
    #expect(try problems(file: long).first?.message.contains("longer than") == true)
  }

  @Test func `may hold an equals sign in a value`() throws {
    let found = try problems(set: ["GUARD_KERNEL=a=b"])
    #expect(found.map(\.value) == ["a=b"])
  }

  @Test func `read the real environment when nothing else is named`() throws {
    #expect(EnvironmentVariables.value(of: "PATH")?.isEmpty == false)
    #expect(EnvironmentVariables.value(of: "RETRACE_NO_SUCH_VARIABLE") == nil)
  }
}
