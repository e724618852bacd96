import Compression
package import Market

/// A feed and a file of commands as one: a command goes before a row of the same instant.
package struct CommandedFeed<Base: FeedSource & ~Copyable>: FeedSource, ~Copyable {
  private var base: Base
  private let file: CommandFile?
  private let index: Int
  private let startAfter: Int64
  private let from: Timestamp?
  private let to: Timestamp?
  private var lines: CommandLines?
  private var isOpen = false
  private var row: FeedItem?
  private var isBaseOver = false
  private var command: FeedItem?
  /// Time of the newest line that had one.
  private var last = Timestamp.zero

  /// - Parameters:
  ///   - index: The number of the source that items of commands carry.
  ///   - startAfter: Last line that was taken already.
  package init(
    _ base: consuming Base, _ file: CommandFile?, index: Int, startAfter: Int64, from: Timestamp?,
    to: Timestamp?
  ) {
    self.base = base
    self.file = file
    self.index = index
    self.startAfter = startAfter
    self.from = from
    self.to = to
  }

  package var ended: [EndedFile] { base.ended }

  package mutating func next() throws(FeedError) -> FeedItem? {
    guard file != nil else { return try base.next() }
    if command == nil { command = try nextCommand() }
    if row == nil, !isBaseOver {
      row = try base.next()
      isBaseOver = row == nil
    }
    if let command, row.map({ command.time <= $0.time }) ?? true {
      self.command = nil
      return command
    }
    return row.take()
  }

  private mutating func nextCommand() throws(FeedError) -> FeedItem? {
    if !isOpen {
      isOpen = true
      lines = try file?.open()
    }
    guard let lines else { return nil }
    while true {
      let line: [UInt8]?
      do throws(CompressionError) {
        line = try lines.next()
      } catch {
        throw FeedError(error, line: lines.number + 1)
      }
      guard let line else { return nil }
      let (own, parsed) = read(line)
      // A line without a time of its own is taken within the window.
      let time = max(own, from ?? own)
      guard lines.number > startAfter else {
        last = max(last, own)
        continue
      }
      // A line without a time of its own is never passed over: nobody would learn of it.
      last = max(last, own)
      if case .command = parsed {
        if let from, own < from { continue }
        if let to, own >= to {
          // It and all behind it are for a later run: a line passed over would never be taken.
          self.lines = nil
          return nil
        }
      }
      return FeedItem(
        file: index, ordinal: lines.number, line: lines.number, time: time, row: .command(parsed))
    }
  }

  /// A line and the time at which it is taken; one without a time of its own with the line before.
  private func read(_ line: [UInt8]) -> (Timestamp, CommandLine) {
    let head = Array(line.prefix(FeedRow.headBytes))
    do throws(CommandProblem) {
      let (at, command) = try CommandParser.parse(line)
      guard at >= last else { return (last, .unreadable(.outOfOrder, head: head)) }
      return (at, .command(command, head: head))
    } catch {
      return (last, .unreadable(error, head: head))
    }
  }
}

extension Optional where Wrapped == FeedItem {
  fileprivate mutating func take() -> FeedItem? {
    let taken = self
    self = nil
    return taken
  }
}
