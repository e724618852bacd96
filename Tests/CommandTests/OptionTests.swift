import TestSupport
import Testing

/// Words that a command does not take, and what it must say of them.
struct BadWords: Sendable, CustomTestStringConvertible {
  let words: [String]
  let emitted: String

  init(_ line: String, _ emitted: String) {
    words = line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
    self.emitted = emitted
  }

  var testDescription: String { words.joined(separator: " ") }

  static let all = [
    BadWords("run", "Name a feed: --feed PATH"),
    BadWords("run extra --feed f", "`extra` is one word too many"),
    BadWords("run --feed", "`--feed` needs path"),
    BadWords("run --feed=", "`--feed` needs path"),
    BadWords("run --feed f --bogus", "There is no option `--bogus` here"),
    BadWords("run --feed f -j", "`-j` is no option: options are long"),
    BadWords("run --feed f --json=yes", "`--json` takes no value"),
    BadWords("run --feed f --journal", "`--journal` needs dir"),
    BadWords("run --feed f --journal a --journal b", "`--journal` is given twice"),
    BadWords("run --feed f --from yesterday", "`--from yesterday` is no instant"),
    BadWords("run --feed f --to 2014-13-01", "`--to 2014-13-01` is no instant"),
    BadWords("run --feed f --from 2014", "`--from 2014` would be 2,014 nanoseconds since 1970"),
    BadWords(
      "run --feed f --to 1704672300", "`--to 1704672300` would be 1,704,672,300 nanoseconds"),
    BadWords("run --feed f --from 2014-05-02 --to 2014-05-01", "--to is not after --from"),
    BadWords("run --feed f --from 2014-05-02 --to 2014-05-02", "--to is not after --from"),
    BadWords("run --feed f --instruments EUR_XXX", "`EUR_XXX` is no instrument"),
    BadWords("run --feed f --instruments ,", "--instruments names none"),
    BadWords("run --feed f --pace 0", "--pace is max, real, or a whole number"),
    BadWords("run --feed f --pace 1000001", "--pace is max, real, or a whole number"),
    BadWords("run --feed f --pace fast", "--pace is max, real, or a whole number"),
    BadWords("run --feed f --durability some", "--durability is sync or none"),
    BadWords("replay", "Name the journal's folder"),
    BadWords("replay a b", "`b` is one word too many"),
    BadWords("replay a --from 0", "`--from 0` is no whole number from 1"),
    BadWords("replay a --to -1", "`--to -1` is no whole number from 1"),
    BadWords("replay a --from 5 --to 4", "--to is before --from"),
    BadWords("replay a --pace max", "There is no option `--pace` here"),
    BadWords("audit verify", "Name the journal's folder"),
    BadWords("audit verify a --head x", "`--head` takes a whole line"),
    BadWords("audit head", "Name the journal's folder"),
    BadWords("audit head a --from 1", "There is no option `--from` here"),
    BadWords("journal stat", "Name the journal's folder"),
    BadWords("journal dump", "Name the journal's folder"),
    BadWords("journal dump a --kind trade", "There is no kind `trade`. Known: node."),
    BadWords("journal dump a --from x", "`--from x` is no whole number"),
    BadWords("journal dump a --from 5 --to 4", "--to is before --from"),
    BadWords("explain", "Name the journal's folder"),
    BadWords("explain a", "Name one event by its number, or give both --at and --instrument"),
    BadWords("explain a 0", "`0` is no event's number"),
    BadWords("explain a may", "`may` is no event's number"),
    BadWords("explain a 5 6", "Name one event by its number"),
    BadWords("explain a 5 --at 2014-05-01", "Name one event by its number"),
    BadWords("explain a --at 2014-05-01", "Name one event by its number"),
    BadWords("explain a --at 2014 --instrument EUR_USD", "`--at 2014` would be 2,014 nanoseconds"),
    BadWords("diff a", "Name two journals' folders"),
    BadWords("diff a b c", "Name two journals' folders"),
    BadWords("status", "Name the journal's folder"),
    BadWords("doctor a b", "`b` is one word too many"),
    BadWords("measures", "Name the journal's folder"),
    BadWords("schema trade", "There is no kind `trade`. Known: node."),
    BadWords("journal tail a --lines some", "`--lines some` is no whole number"),
    BadWords("journal export a --from 5 --to 4", "--to is before --from"),
    BadWords("sample", "Name a folder: --into DIR"),
    BadWords("sample --into s --ticks 0", "`--ticks 0` is no whole number from 1 to 1000000"),
    BadWords("sample --into s --seed -1", "`--seed -1` is no whole number"),
    BadWords("version now", "`now` is one word too many"),
  ]
}

@Suite struct `Words that do not fit` {
  private let work = Workplace()

  @Test(arguments: BadWords.all)
  func `are refused: what, what is safe, what to do`(bad: BadWords) async throws {
    let refused = try await Program.retrace.run(bad.words, in: work.folder.path)
    #expect(refused.status == 2)
    #expect(refused.out.isEmpty)
    #expect(refused.err.hasPrefix("retrace: \(bad.emitted)"), "\(refused.err)")
    #expect(refused.err.contains("Nothing was done."))
    #expect(refused.err.contains("\nUsage: retrace \(bad.words[0])"))
    #expect(!work.folder.contains("a") && !work.folder.contains("journal"))
  }

  @Test(arguments: [
    "run", "replay", "explain a 0", "status", "diff a", "schema trade", "version now",
  ])
  func `come back in one JSON object where JSON was asked for`(line: String) async throws {
    let words = line.split(separator: " ").map { String($0) } + ["--json"]
    let refused = try await Program.retrace.run(words, in: work.folder.path)
    #expect(refused.status == 2)
    let object = try refused.json().object()
    #expect(Array(object.keys) == ["error"])
    let emitted = try object["error"]?.text() ?? ""
    #expect(refused.err.hasPrefix("retrace: \(emitted)\nUsage: retrace "))
  }
}
