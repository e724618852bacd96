import Glibc
import HouseRules

// Findings go to standard output; what could not be found out, to standard error.
do {
  let outcome = try HouseRulesCommand(arguments: Array(CommandLine.arguments.dropFirst())).run()
  for line in outcome.lines { print(line) }
  exit(outcome.status)
} catch {
  _ = "\(error)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
  exit(2)
}
