/// Prints what a shell needs to complete our commands and options.
struct CompletionCommand: Command {
  static let name = ["completion"]
  static let summary = "Print the completion of commands and options for bash or zsh"
  static let usage = "retrace completion bash|zsh"
  static let details = """
    Add the line of the example to the shell's start file. Completes commands, and options once a dash is \
    typed; everything else is completed as file names. Exit status: 0 printed; 2 unknown shell.
    """
  static let examples = ["source <(retrace completion bash)", "source <(retrace completion zsh)"]
  static let options: [Option] = []

  private let isZsh: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    switch try arguments.onlyWord("a shell, bash or zsh") {
    case "bash": isZsh = false
    case "zsh": isZsh = true
    default: throw UsageError("Completion is made for bash and zsh only. Nothing was printed.")
    }
  }

  func run() throws -> ExitStatus {
    // zsh understands bash's own way of completing once it is told to.
    Console.print((isZsh ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + script)
    return .done
  }

  private var script: String {
    let firsts = Set(Boot.commands.map { $0.name[0] }).sorted()
    var cases: [String] = []
    for first in firsts {
      let members = Boot.commands.filter { $0.name[0] == first }
      let seconds = members.compactMap { $0.name.count > 1 ? $0.name[1] : nil }
      if seconds.isEmpty {
        cases.append("    \(first)) options=\"\(options(members[0]))\" ;;")
      } else {
        cases.append("    \(first)) words=\"\(seconds.joined(separator: " "))\" ;;")
        for member in members {
          cases.append(
            "    \"\(member.name.joined(separator: " "))\") options=\"\(options(member))\" ;;")
        }
      }
    }
    return """
      _retrace() {
        local word="${COMP_WORDS[COMP_CWORD]}" words="" options=""
        local command="${COMP_WORDS[1]}"
        if [ "$COMP_CWORD" -eq 1 ]; then
          words="\(firsts.joined(separator: " "))"
          options="--help --version"
        else
          case "$command" in \(groups(firsts))) [ "$COMP_CWORD" -gt 2 ] && command="$command ${COMP_WORDS[2]}" ;; esac
          case "$command" in
      \(cases.joined(separator: "\n"))
          esac
        fi
        case "$word" in -*) words="$options" ;; esac
        COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      complete -o default -F _retrace retrace
      """
  }

  private func options(_ command: any Command.Type) -> String {
    (command.options.map { "--" + $0.name } + ["--help"]).joined(separator: " ")
  }

  private func groups(_ firsts: [String]) -> String {
    firsts.filter { first in Boot.commands.contains { $0.name[0] == first && $0.name.count > 1 } }
      .joined(separator: "|")
  }
}
