/// The program. Everything else begins in `Boot`: closures written here would be bound to this thread.
@main enum Main {
  static func main() { Boot.run(Array(CommandLine.arguments.dropFirst())) }
}
