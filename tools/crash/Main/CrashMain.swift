import Foundation

/// `crash [--kills N] [--seed N] --script PATH --into FOLDER`: kills a running node and looks at what
/// it left. `tools/crash/run` calls it; `crash child …` is the node that is killed.
///
/// Exit status: 0 everything held; 1 it did not; 2 could not find out.
@main enum CrashMain {
  private static let mostKills = 100_000

  static func main() async {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      if words.first == "child" {
        try await Life.live(Array(words.dropFirst()))
        return
      }
      exit(try await harness(words) ? 0 : 1)
    } catch let error as HarnessError {
      FileHandle.standardError.write(Data("crash: \(error)\n".utf8))
      if case .found = error { exit(1) }
      exit(2)
    } catch {
      FileHandle.standardError.write(Data("crash: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func harness(_ words: [String]) async throws -> Bool {
    var options = ["--kills": "20", "--seed": "1"]
    guard words.count % 2 == 0 else { throw usage }
    for place in stride(from: 0, to: words.count, by: 2) {
      options[words[place]] = words[place + 1]
    }
    guard Set(options.keys) == ["--kills", "--seed", "--script", "--into"],
      let kills = options["--kills"].flatMap(Int.init), (1...mostKills).contains(kills),
      let seed = options["--seed"].flatMap(UInt64.init), let script = options["--script"],
      let parent = options["--into"]
    else { throw usage }
    var name = Array("\(parent)/retrace-crash-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw HarnessError.system(parent, errno) }
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let held = try await Harness(kills: kills, seed: seed, folder: folder, script: script).run()
    // What did not hold is left for whoever looks into it; an error leaves it as well.
    if held { try FileManager.default.removeItem(atPath: folder) }
    return held
  }

  private static let usage = HarnessError.usage(
    "usage: crash --into FOLDER --script VERIFIER [--kills 1…\(mostKills)] [--seed N]")
}
