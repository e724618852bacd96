import Feeds
import Journal
import Market

@testable import Commands

extension FuzzTarget {
  /// The command line: words, one a line, up to the types that a command takes.
  ///
  /// Nothing is run. What is taken in one order is taken with its options first and their values
  /// attached; a refusal says that nothing was done.
  static let commandLine = FuzzTarget(
    name: "command-line",
    parser: [
      "Sources/Core/Market/Timestamp+Parse.swift", "Sources/Edge/Journal/Chain/HeadLine.swift",
      "Sources/retrace/Support/Arguments.swift", "Sources/retrace/Support/CandleArguments.swift",
      "Sources/retrace/Support/DemoArguments.swift",
    ],
    seeds: {
      let examples = Boot.commands.flatMap { $0.examples }.map { example in
        example.split(separator: " ").dropFirst().joined(separator: "\n")
      }
      return (examples + others).map { Array($0.utf8) }
    },
    read: { bytes in
      let words = String(decoding: bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { String($0) }
      for word in words { readWord(word) }
      guard let command = Boot.commands.first(where: { words.starts(with: $0.name) }) else {
        return
      }
      readArguments(Array(words.dropFirst(command.name.count)), of: command)
    })

  private static let others = [
    "run\n--demo\n--seed\n7\n--days=2\n--instruments\nEUR_USD,USD_JPY\n--pace\n60",
    "run\n--feed=x\n--side\nask\n--spread=EUR_USD=1.2\n--spread\nUSD_JPY=14\n--granularity=M5",
    "run\n--feed\nx\n--from\n2014-05-01T12:30:00.5Z\n--to=1398946200500000000\n--pace=real",
    "run\n--demo\n--instruments\nEUR_CHF", "run\n--demo\n--feed=x", "run\n--seed=3",
    "run\n--days=0",
    "run\n--demo\n--seed\n7\n--seed\n8", "run\n--feed\nx\n--feed=y\n--json\n--json",
    "run\n--feed=x\n--from=2014-05-02\n--to=2014-05-01", "manifold\n--input=journal:x\n--side=bid",
    "audit\nverify\nx\n--head\nretrace-head 1 journal=0102030405060708090a0b0c0d0e0f10 sequence=3 "
      + "at=7 head=" + String(repeating: "0f", count: 32),
    "retrace-head 1 journal=0102030405060708090a0b0c0d0e0f10 sequence=3 at=7 head="
      + String(repeating: "0f", count: 32),
    "2014-05-01 07:08\n2014-02-31\n1970-01-01\n2024-02-29T23:59:59.999999999Z",
    "-x", "run\n--json=1", "run\n--feed", "journal\nstat\nx\ny", "",
  ]

  private static func readWord(_ word: String) {
    if let instant = Timestamp(text: word) {
      mustHold(instant.isValid, "an instant outside of time")
      mustHold(Timestamp(text: instant.text) == instant, "an instant that reads as another one")
    }
    if let line = HeadLine(word) {
      mustHold(HeadLine(line.description) == line, "a head that reads as another one")
    }
  }

  private static func readArguments(_ words: [String], of command: any Command.Type) {
    do throws(UsageError) {
      let arguments = try Arguments(words, of: command)
      mustMeanTheSameInOrder(arguments, of: command)
    } catch {
      mustRefuse(error)
    }
  }

  private static func mustMeanTheSameInOrder(
    _ arguments: Arguments, of command: any Command.Type
  ) {
    do throws(UsageError) {
      let words = arguments.inOrder(of: command)
      let again = try Arguments(words, of: command)
      mustHold(
        again.inOrder(of: command) == words,
        "arguments that read as others once they are put in order")
      mustHold(
        refusal(of: arguments, by: command) == refusal(of: again, by: command),
        "arguments that mean something else once they are put in order")
    } catch {
      refute("arguments that are refused once they are put in order: \(error)")
    }
  }

  /// What the command says of them, nil when it takes them.
  private static func refusal(of arguments: Arguments, by command: any Command.Type) -> String? {
    do throws(UsageError) {
      _ = try command.init(arguments)
      return nil
    } catch {
      mustRefuse(error)
      return error.description
    }
  }

  private static func mustRefuse(_ error: UsageError) {
    mustHold(
      error.description.hasSuffix("Nothing was done.")
        || error.description.hasSuffix("Nothing was printed."),
      "a refusal that does not say what was done: \(error.description)")
  }
}

extension Arguments {
  /// The same arguments, options first, each value attached to its name.
  fileprivate func inOrder(of command: any Command.Type) -> [String] {
    var options: [String] = []
    for option in command.options {
      switch option.form {
      case .flag: if has(option.name) { options.append("--\(option.name)") }
      case .value, .values:
        options += all(option.name).map { "--\(option.name)=\($0)" }
      }
    }
    return options + words
  }
}
