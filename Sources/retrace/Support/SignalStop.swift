import Files
import Glibc
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into an end in good order, for every command.
///
/// A run is asked to stop, and ends by itself. Any other command ends at once: its half-written files are
/// removed, and what else is left half done is said. Exit status 3; 4 when a second signal comes before that
/// is done, or ten seconds pass.
enum SignalStop {
  private static let stop = Mutex<(@Sendable () -> Void)?>(nil)

  /// Begins to wait for signals. Must be called on the main thread before any other thread exists, so that all
  /// inherit the mask. Where no thread can be started, signals end the process as they always do.
  static func begin() {
    var signals = signals
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    var thread = pthread_t()
    if pthread_create(&thread, nil, signalThread, nil) == 0 {
      pthread_detach(thread)
    } else {
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
  }

  /// From now on a signal asks for a stop instead of ending the command.
  static func ask(_ stop: @escaping @Sendable () -> Void) {
    self.stop.withLock { $0 = stop }
  }

  private static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    return signals
  }

  fileprivate static func wait() {
    var signals = signals
    var received: Int32 = 0
    sigwait(&signals, &received)
    guard let stop = stop.withLock({ $0 }) else { return end() }
    stop()
    if !isSignalled(within: 10) { Console.error("retrace: the stop took more than 10 s.") }
    Console.error("retrace: stopped by force; what was not yet committed is not recorded.")
    _exit(ExitStatus.forced.rawValue)
  }

  private static func end() {
    let left = HalfDone.clear()
    Console.error((["retrace: stopped by a signal."] + left).joined(separator: " "))
    _exit((isSignalled(within: 0) ? ExitStatus.forced : .stopped).rawValue)
  }

  private static func isSignalled(within seconds: Int) -> Bool {
    var signals = signals
    var limit = timespec(tv_sec: seconds, tv_nsec: 0)
    while true {
      if sigtimedwait(&signals, nil, &limit) > 0 { return true }
      guard errno == EINTR else { return false }
    }
  }
}

private func signalThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  SignalStop.wait()
  return nil
}
