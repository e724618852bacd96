import Glibc
import Node

/// Turns SIGINT and SIGTERM into a clean stop; a second one, or ten seconds, ends the process.
final class SignalStop: @unchecked Sendable {
  private let inbox: Inbox

  /// Must be called on the main thread before any other thread exists, so that all inherit the mask.
  init(stopping inbox: Inbox) {
    self.inbox = inbox
    var signals = Self.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let result = pthread_create(&thread, nil, signalThread, Unmanaged.passRetained(self).toOpaque())
    precondition(result == 0, "the signal thread could not be started: error \(result)")
    pthread_detach(thread)
  }

  private static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGHUP)
    return signals
  }

  fileprivate func wait() {
    var signals = Self.signals
    var received: Int32 = 0
    sigwait(&signals, &received)
    inbox.close(.stopped)
    var limit = timespec(tv_sec: 10, tv_nsec: 0)
    while sigtimedwait(&signals, nil, &limit) < 0 && errno == EINTR {}
    Console.error("retrace: stopped by force; what was not yet committed is not recorded.")
    _exit(ExitStatus.forced.rawValue)
  }
}

private func signalThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<SignalStop>.fromOpaque(context).takeRetainedValue().wait()
  return nil
}
