import Glibc

/// A thread that the system did not start.
package struct ThreadFault: Error, CustomStringConvertible {
  private let code: Int32

  package init(_ code: Int32) { self.code = code }

  package var description: String {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &limit)
    let most = limit.rlim_cur == .max ? "no limit" : "a limit of \(limit.rlim_cur)"
    return """
      A thread could not be started: \(String(cString: strerror(code))). Nothing was recorded. This user \
      has \(most) on processes and threads (ulimit -u): raise it, or end others. A limit of memory \
      (ulimit -v) and one of the container can be met as well.
      """
  }
}

/// Starts threads that end at once, as many as a run needs at one time.
///
/// The runtime below us waits for ever for a thread that it cannot have: whoever depends on it asks first.
///
/// - Throws: `ThreadFault`.
package func tryThreads(_ count: Int) throws(ThreadFault) {
  var gate = pthread_mutex_t()
  pthread_mutex_init(&gate, nil)
  defer { pthread_mutex_destroy(&gate) }
  pthread_mutex_lock(&gate)
  var threads: [pthread_t] = []
  var failure: Int32 = 0
  withUnsafeMutablePointer(to: &gate) { gate in
    while threads.count < count, failure == 0 {
      var thread = pthread_t()
      failure = pthread_create(&thread, nil, passGate, gate)
      if failure == 0 { threads.append(thread) }
    }
    pthread_mutex_unlock(gate)
    for thread in threads { pthread_join(thread, nil) }
  }
  if failure != 0 { throw ThreadFault(failure) }
}

private func passGate(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let gate = context?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
  pthread_mutex_lock(gate)
  pthread_mutex_unlock(gate)
  return nil
}
