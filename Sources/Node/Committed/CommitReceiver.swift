import Glibc

/// Who receives what is durable: a projection, or the effects. The one way out of the house.
package protocol CommitReceiver: AnyObject {
  /// The last event that it is done with; it is given what follows.
  var watermark: UInt64 { get }

  /// Takes a turn. What it throws ends the following; the run goes on.
  func receive(_ turn: CommittedTurn) throws

  /// Nothing more is durable for now: what was put together may be sent.
  func caughtUp() throws
}

/// Gives a receiver the commits of the run of this process, on a thread of its own.
package final class CommitThread: @unchecked Sendable {
  private let board: CommitBoard
  private let receiver: any CommitReceiver
  private var thread = pthread_t()
  private var failure: (any Error)?

  package init(_ board: CommitBoard, to receiver: any CommitReceiver) {
    self.board = board
    self.receiver = receiver
  }

  package func start() {
    let box = Unmanaged.passRetained(self)
    let result = pthread_create(&thread, nil, commitThread, box.toOpaque())
    precondition(result == 0, "the thread behind the commits could not be started: error \(result)")
  }

  /// Waits until everything durable was received; call `finish` of the board first.
  ///
  /// - Returns: What ended it early.
  package func join() -> (any Error)? {
    pthread_join(thread, nil)
    return failure
  }

  fileprivate func run() {
    let follower = Follower(board, behind: receiver.watermark)
    do {
      while true {
        // Asked before it reads: what was durable when the run ended is still received.
        let isLast = board.isFinished
        if try follower.turns(receiver.receive) { continue }
        try receiver.caughtUp()
        if isLast { return }
        follower.wait()
      }
    } catch {
      failure = error
    }
  }
}

private func commitThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<CommitThread>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
