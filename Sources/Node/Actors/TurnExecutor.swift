import Glibc
import Synchronization

/// One thread that runs the jobs of all actor actors, first in, first out.
///
/// Reducers share it, so the sequencer calls them without suspension: nothing can slip into a turn.
package final class TurnExecutor: SerialExecutor, @unchecked Sendable {
  private let condition = Condition()
  private var jobs: [UnownedJob] = []
  private var isStopped = false
  private var thread = pthread_t()
  /// The thread, noted by itself: whoever finds himself here is on it, and nobody else does.
  private let runner = Atomic<pthread_t>(0)

  package init() {
    let box = Unmanaged.passRetained(self)
    var made = pthread_t()
    let result = pthread_create(&made, nil, turnThread, box.toOpaque())
    precondition(result == 0, "the turn thread could not be started: error \(result)")
    condition.locked { thread = made }
  }

  /// Ends the thread once its jobs are done. Nothing may be enqueued afterwards.
  package func stop() {
    condition.locked { isStopped = true }
    condition.signal()
    pthread_join(condition.locked { thread }, nil)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    condition.locked { jobs.append(unowned) }
    condition.signal()
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  package func isIsolatingCurrentContext() -> Bool? { isCurrentThread }

  package func checkIsolated() {
    precondition(isCurrentThread, "a actor was called from outside the turn thread")
  }

  private var isCurrentThread: Bool { runner.load(ordering: .relaxed) == pthread_self() }

  fileprivate func loop() {
    runner.store(pthread_self(), ordering: .relaxed)
    // Its number may be another thread's afterwards.
    defer { runner.store(0, ordering: .relaxed) }
    while true {
      let batch: [UnownedJob]? = condition.locked {
        while jobs.isEmpty && !isStopped { condition.wait() }
        if jobs.isEmpty { return nil }
        defer { jobs = [] }
        return jobs
      }
      guard let batch else { return }
      for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }
}

/// Runs on the new thread: a function of its own, since closures may carry an isolation.
private func turnThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let executor = Unmanaged<TurnExecutor>.fromOpaque(context).takeRetainedValue()
  executor.loop()
  return nil
}
