/// What `--help` prints.
enum Help {
  static func overview(_ commands: [any Command.Type]) -> String {
    let width = commands.map { $0.name.joined(separator: " ").count }.max() ?? 0
    let lines = commands.map { command in
      let name = command.name.joined(separator: " ")
      return "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(command.summary)"
    }
    return """
      retrace: an event-sourced FX trading node whose every decision can be run again.

      \(lines.joined(separator: "\n"))

      `retrace COMMAND --help` tells more, with examples. Exit status: 0 done or proved, 1 the answer \
      is no, 2 could not find out, 3 stopped by a signal, 4 stopped by force. With --json, a command \
      that has no answer prints one object all the same, with `error` as its only member.
      """
  }

  static func page(_ command: any Command.Type) -> String {
    let forms = command.options.map { option in
      switch option.form {
      case .flag: "--\(option.name)"
      case .value(let what), .values(let what): "--\(option.name) \(what.uppercased())"
      }
    }
    let width = forms.map(\.count).max() ?? 0
    let options = zip(forms, command.options).map { form, option in
      "  \(form)\(String(repeating: " ", count: width - form.count + 2))\(option.meaning)"
    }
    return """
      \(command.summary).

      Usage: \(command.usage)

      \(command.details)
      \(options.isEmpty ? "" : "\nOptions:\n\(options.joined(separator: "\n"))\n")
      Examples:
      \(command.examples.map { "  " + $0 }.joined(separator: "\n"))
      """
  }
}
