import Foundation

/// A program that a test runs as a process.
package struct Program: Sendable {
  package let path: String

  package init(at path: String) { self.path = path }

  /// Our own program, as built beside the tests; `RETRACE_BIN` names another one.
  package static var retrace: Program {
    get throws {
      if let named = ProcessInfo.processInfo.environment["RETRACE_BIN"] {
        return Program(at: named)
      }
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return Program(
        at: URL(filePath: tests).deletingLastPathComponent().appending(path: "retrace")
          .path(percentEncoded: false))
    }
  }

  package static let bash = Program(at: "/bin/bash")

  /// Whatever `PATH` finds by this name.
  package static func named(_ name: String) -> Program { Program(at: "/usr/bin/env").with(name) }

  /// Words put in front of every argument.
  private var leading: [String] = []

  private func with(_ word: String) -> Program {
    var program = self
    program.leading.append(word)
    return program
  }

  /// How a run of it ended.
  package struct Outcome: Sendable {
    /// The exit status, or minus the number of the signal that ended it.
    package let status: Int32
    package let out: String
    package let err: String

    /// Standard output as one JSON value.
    package func json() throws -> VectorValue {
      try JSONDecoder().decode(VectorValue.self, from: Data(out.utf8))
    }

    /// Standard output as one JSON value a line.
    package func jsonLines() throws -> [VectorValue] {
      try out.split(separator: "\n").map {
        try JSONDecoder().decode(VectorValue.self, from: Data($0.utf8))
      }
    }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - environment: Set over ours; nil takes a variable away.
  ///   - folder: Where it is started; ours if nil.
  package func run(
    _ arguments: [String], environment: [String: String?] = [:], in folder: String? = nil
  ) async throws -> Outcome {
    try await start(arguments, environment: environment, in: folder).end()
  }

  /// Starts it and goes on.
  package func start(
    _ arguments: [String], environment: [String: String?] = [:], in folder: String? = nil
  ) throws -> RunningProgram {
    try RunningProgram(path, leading + arguments, environment, folder)
  }
}
