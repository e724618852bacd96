/// The version of the rules that all reducers together follow; raised by hand when a rule changes.
///
/// Replay under the version that wrote a journal is a proof; under another it is a comparison. A golden
/// journal that differs while this number is unchanged fails the tests.
public let rulesVersion: Int64 = 3
