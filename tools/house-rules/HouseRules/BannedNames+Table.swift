extension BannedNames {
  /// Every refused name, by rule. Names within a group are separated by spaces.
  static let table: [BannedNames] =
    order + time + chance + world + concurrency + arithmetic + [
      BannedNames(
        rule: .sleep, scope: .everywhere, shape: .freeCall, names: "sleep usleep nanosleep",
        message: "blocks a thread. Arm a timer, or wait for the event that ends the wait."),
      BannedNames(
        rule: .sleep, scope: .everywhere, shape: .labelled("forTimeInterval"), names: "sleep",
        message: "blocks a thread. Arm a timer, or wait for the event that ends the wait."),
    ]

  private static let order = [
    BannedNames(
      rule: .hashOrder, names: "Dictionary Set AnyHashable NSDictionary NSSet",
      message: "has an order that changes each run. Use `OrderedMap`, or a sorted array."),
    BannedNames(
      rule: .hashValue, names: "hashValue Hasher",
      message: "is seeded anew by each process. Compare the values, or use `SHA256` of their bytes."
    ),
    BannedNames(
      rule: .hashValue, shape: .labelled("into"), names: "hash",
      message: "is seeded anew by each process. Compare the values; `Hashable` can be synthesised."),
    BannedNames(
      rule: .address, names: "ObjectIdentifier Unmanaged unsafeBitCast",
      message: "turns an address into a value, and addresses change each run. Use an id of our own."
    ),
    BannedNames(
      rule: .address, shape: .labelled("bitPattern"), names: "Int UInt",
      message: "may turn an address into a number. Name the width, as in `UInt64(bitPattern:)`."),
    BannedNames(
      rule: .reflection, names: "Mirror CustomReflectable",
      message: "depends on how a type is laid out. Write the fields out."),
    BannedNames(
      rule: .reflection, shape: .labelled("reflecting"), names: "String",
      message: "depends on how a type is laid out. Interpolate the fields."),
  ]

  private static let time = [
    BannedNames(
      rule: .clock,
      names: """
        Date Clock ContinuousClock SuspendingClock DispatchTime DispatchWallTime clock_gettime \
        gettimeofday CFAbsoluteTimeGetCurrent mach_absolute_time timespec_get localtime gmtime
        """,
      message: "reads or means the machine's time. Take `at` or `occurredAt` from the event."),
    BannedNames(
      rule: .clock, shape: .freeUnlabelledCall, names: "time clock",
      message: "reads the machine's time. Take `at` or `occurredAt` from the event."),
  ]

  private static let chance = [
    BannedNames(
      rule: .randomness, shape: .memberCall, names: "random",
      message: "is not ours to repeat. Use `SplitMix64` with a recorded seed."),
    BannedNames(
      rule: .randomness, names: "shuffled shuffle randomElement",
      message: "is not ours to repeat. Use `SplitMix64` with a recorded seed."),
    BannedNames(
      rule: .randomness,
      names: """
        SystemRandomNumberGenerator UUID arc4random arc4random_uniform arc4random_buf drand48 \
        srand48 getrandom getentropy
        """,
      message: "differs each run. Chance and identity arrive inside events, as a seed or an id."),
    BannedNames(
      rule: .randomness, shape: .freeCall, names: "random rand srand srandom rand_r",
      message: "differs each run. Use `SplitMix64` with a recorded seed."),
  ]

  private static let world = [
    BannedNames(
      rule: .environment, names: "CommandLine ProcessInfo getenv secure_getenv setenv environ",
      message: "differs between machines. Read settings from the recorded configuration."),
    BannedNames(
      rule: .environment, shape: .freeCall, names: "readLine",
      message: "reads the world. Inputs arrive as events."),
    BannedNames(
      rule: .locale,
      names: """
        Locale NumberFormatter DateFormatter ISO8601DateFormatter NSLocalizedString \
        localizedCompare localizedCaseInsensitiveCompare localizedStandardCompare
        """,
      message: "differs between machines. Format with our own code, from integers."),
    BannedNames(
      rule: .locale, shape: .labelled("format"), names: "String",
      message: "formats by locale and C library. Format with our own code, from integers."),
    BannedNames(
      rule: .locale, shape: .labelled("localized"), names: "String",
      message: "differs between machines. Interpolate plain text."),
    BannedNames(
      rule: .output, shape: .freeUse, names: "print debugPrint",
      message: "talks to the world. Say an event, or return the text to the Edge."),
    BannedNames(
      rule: .output, shape: .freeCall, names: "dump puts fputs putchar",
      message: "talks to the world. Say an event, or return the text to the Edge."),
    BannedNames(
      rule: .fatalError, shape: .freeUse, names: "fatalError",
      message: "hides which condition broke. Use `precondition` with a message, or throw."),
    BannedNames(
      rule: .buildCondition,
      names: """
        _isDebugAssertConfiguration _isReleaseAssertConfiguration _isFastAssertConfiguration
        """,
      message: "makes debug and release decide differently. Do the same in both."),
  ]

  private static let concurrency = [
    BannedNames(
      rule: .concurrency,
      names: """
        Task TaskGroup ThrowingTaskGroup DiscardingTaskGroup withTaskGroup withThrowingTaskGroup \
        withDiscardingTaskGroup withCheckedContinuation withCheckedThrowingContinuation \
        withUnsafeContinuation AsyncStream AsyncThrowingStream AsyncSequence MainActor globalActor \
        DispatchQueue DispatchGroup DispatchSemaphore DispatchSource Thread Mutex Atomic \
        AtomicLazyReference pthread_create pthread_mutex_lock
        """,
      message: "lets the scheduler order things. Reducers are plain values; actors live in Node.")
  ]

  private static let arithmetic = [
    BannedNames(
      rule: .integersOnly, scope: .integerModules,
      names: """
        Float Double Float16 Float32 Float64 Float80 CGFloat TimeInterval FloatingPoint \
        BinaryFloatingPoint
        """,
      message: "is no integer, and this module is integers only. Use `Int64` millionths.")
  ]
}
