import Glibc
import Synchronization

/// One thread that runs the jobs of all actors, first in, first out.
///
/// Reducers share it, so the sequencer calls them without suspension: nothing can slip into a turn.
package final class TurnExecutor: SerialExecutor, @unchecked Sendable {
  private let condition = Condition()
  private var jobs: [UnownedJob] = []
  private var isStopped = false
  /// Whether the thread has taken its last job; from then on whoever brings one runs it.
  private var hasEnded = false
  private var isRunningLate = false
  private var thread = pthread_t()
  /// The thread, noted by itself: whoever finds himself here is on it, and nobody else does.
  private let runner = Atomic<pthread_t>(0)

  /// - Throws: `ThreadFault` when the system starts no thread.
  package init() throws(ThreadFault) {
    let box = Unmanaged.passRetained(self)
    var made = pthread_t()
    let result = pthread_create(&made, nil, turnThread, box.toOpaque())
    guard result == 0 else {
      box.release()
      throw ThreadFault(result)
    }
    condition.locked { thread = made }
  }

  /// Ends the thread once its jobs are done.
  ///
  /// Who asks an actor afterwards is still answered: the job runs on the thread that brought it, one at
  /// a time.
  package func stop() {
    condition.locked { isStopped = true }
    condition.signal()
    pthread_join(condition.locked { thread }, nil)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let isMine = condition.locked {
      jobs.append(unowned)
      guard hasEnded, !isRunningLate else { return false }
      isRunningLate = true
      runner.store(pthread_self(), ordering: .relaxed)
      return true
    }
    guard isMine else { return condition.signal() }
    while let batch = takeLate() { run(batch) }
  }

  /// What came after the end; nil, and the thread is no longer the runner, when there is no more.
  private func takeLate() -> [UnownedJob]? {
    condition.locked {
      if let batch = takeJobs() { return batch }
      isRunningLate = false
      return nil
    }
  }

  /// Only inside `locked`. With no job left, nobody is the runner.
  private func takeJobs() -> [UnownedJob]? {
    guard jobs.isEmpty else {
      defer { jobs = [] }
      return jobs
    }
    // The number of a thread that has ended may be another thread's.
    runner.store(0, ordering: .relaxed)
    return nil
  }

  private func run(_ batch: [UnownedJob]) {
    for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  package func isIsolatingCurrentContext() -> Bool? { isCurrentThread }

  package func checkIsolated() {
    precondition(isCurrentThread, "an actor was called from outside the turn thread")
  }

  private var isCurrentThread: Bool { runner.load(ordering: .relaxed) == pthread_self() }

  fileprivate func loop() {
    runner.store(pthread_self(), ordering: .relaxed)
    while true {
      let batch: [UnownedJob]? = condition.locked {
        while jobs.isEmpty && !isStopped { condition.wait() }
        let batch = takeJobs()
        hasEnded = batch == nil
        return batch
      }
      guard let batch else { return }
      run(batch)
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
