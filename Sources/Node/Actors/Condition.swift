import Glibc

/// A mutex with a condition to wait for. Waits are by the monotonic clock: setting the time of day neither
/// shortens nor prolongs them.
final class Condition: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    defer { pthread_condattr_destroy(&attributes) }
    let result = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    precondition(result == 0, "conditions cannot use the monotonic clock: error \(result)")
    pthread_cond_init(condition, &attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func locked<Value>(_ body: () -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits for a signal. Only inside `locked`; may wake without one.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// Waits for a signal at most so long. Only inside `locked`; may wake without one.
  func wait(milliseconds: Int) {
    var until = timespec()
    clock_gettime(CLOCK_MONOTONIC, &until)
    until.tv_nsec += milliseconds % 1_000 * 1_000_000
    until.tv_sec += milliseconds / 1_000 + until.tv_nsec / 1_000_000_000
    until.tv_nsec %= 1_000_000_000
    pthread_cond_timedwait(condition, mutex, &until)
  }

  func signal() { pthread_cond_broadcast(condition) }
}
