import Foundation
import TestSupport
import Testing

@Suite struct `Completion` {
  private let work = Workplace()

  /// What bash offers behind these words, the last of them half written.
  private func offers(_ words: String...) async throws -> [String] {
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let told = try await work.shell(
      "retrace() { \"$RETRACE\" \"$@\"; }; set -u; source <(retrace completion bash); "
        + "COMP_WORDS=(retrace \(list)); COMP_CWORD=\(words.count); _retrace; "
        + "printf '%s\\n' ${COMPREPLY[@]+\"${COMPREPLY[@]}\"}")
    #expect(told.status == 0 && told.err.isEmpty, "\(told.err)")
    return told.out.split(separator: "\n").map { String($0) }
  }

  @Test func `offers every command of the overview`() async throws {
    let firsts = Set(Commands.all.map { $0.split(separator: " ")[0] }.map { String($0) })
    #expect(Set(try await offers("")) == firsts)
    #expect(try await offers("re") == ["replay"])
    #expect(try await offers("nothing").isEmpty)
  }

  @Test func `offers the second words of a group`() async throws {
    let seconds = Commands.all.filter { $0.hasPrefix("journal ") }.map { String($0.dropFirst(8)) }
    #expect(Set(try await offers("journal", "")) == Set(seconds))
    #expect(Set(try await offers("audit", "v")) == ["verify"])
  }

  @Test(arguments: Commands.all)
  func `offers the options that the help of a command names`(command: String) async throws {
    let words = command.split(separator: " ").map { String($0) }
    let help = try await Program.retrace.run(words + ["--help"]).out.split(separator: "\n")
    let named = help.filter { $0.hasPrefix("  --") }.map { String($0.split(separator: " ")[0]) }
    let offered =
      words.count == 1
      ? try await offers(words[0], "--") : try await offers(words[0], words[1], "--")
    #expect(Set(offered) == Set(named + ["--help"]))
    #expect(offered.count == named.count + 1)
  }

  @Test func `leaves everything else to the names of files`() async throws {
    #expect(try await offers("replay", "").isEmpty)
    #expect(try await offers("audit", "verify", "jour").isEmpty)
    let asked = try await work.shell("$RETRACE completion bash | tail -n 1")
    #expect(asked.out == "complete -o default -F _retrace retrace\n")
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh"),
      "skipped: zsh is not installed"))
  func `for zsh is a script that zsh understands`() async throws {
    let read = try await work.shell(
      "$RETRACE completion zsh > z && zsh -n z && zsh -c 'source ./z; whence -w _retrace'")
    #expect(read.status == 0 && read.out.contains("_retrace: function"), "\(read.err)")
  }

  @Test func `for zsh is that for bash behind what makes zsh take it`() async throws {
    let bash = try await work.retrace("completion", "bash").out
    let zsh = try await work.retrace("completion", "zsh").out
    #expect(zsh == "autoload -U +X bashcompinit && bashcompinit\n" + bash)
  }

  @Test(arguments: [[], ["fish"], ["bash", "zsh"]])
  func `for another shell is refused`(words: [String]) async throws {
    let refused = try await Program.retrace.run(["completion"] + words)
    #expect(refused.status == 2 && refused.out.isEmpty && refused.err.contains("Nothing was"))
  }
}
