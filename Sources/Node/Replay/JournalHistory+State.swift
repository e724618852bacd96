package import Events
import Market
import Numerics
import Turns

extension JournalHistory: StateKeeping {
  /// The section of a snapshot that holds what a journal says of itself.
  static let sectionName = "account"
  /// Raised by hand when its bytes or their meaning change.
  static let sectionVersion: UInt16 = 3
  /// Without what files were as a whole, and without priming: of journals made before these were recorded.
  private static let versionWithoutWholes: UInt16 = 2

  private static let known = [versionWithoutWholes, sectionVersion]

  var section: SnapshotSection { section(version: Self.sectionVersion) }

  /// What it is in the words of an older version, to be compared with a section of that; of one that is not
  /// known, today's.
  func section(version: UInt16) -> SnapshotSection {
    var copy = self
    copy.sectionVersion = Self.known.contains(version) ? version : Self.sectionVersion
    return SnapshotSection(name: Self.sectionName, version: copy.sectionVersion, of: copy)
  }

  /// The account among the sections of a snapshot; nil when none has a version that this program knows.
  static func account(in sections: [SnapshotSection]) throws(CodecFault) -> JournalHistory? {
    guard let section = sections.first(where: { $0.name == sectionName }),
      known.contains(section.version)
    else { return nil }
    var empty = JournalHistory()
    empty.sectionVersion = section.version
    var history = try section.read(into: empty)
    history.sectionVersion = sectionVersion
    return history
  }

  package mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.list("openings", &openings, of: .none, atMost: 1 << 24) { $0.archive(into: &$1) }
    archive.list("instruments", &instruments, of: Instrument(name: "", digits: 5), atMost: 65_536) {
      var (name, digits) = ($0.name, $0.digits)
      $1.text("name", &name)
      $1.small("digits", &digits, in: 0...255)
      $0 = Instrument(name: name, digits: digits)
    }
    let hasWholes = sectionVersion > Self.versionWithoutWholes
    archive.list("feeds", &feeds, of: .none, atMost: 65_535) {
      $0.archive(into: &$1, withWhole: hasWholes)
    }
    archive.count("inputs", &inputs)
    archive.count("rejected", &rejected)
    archive.count("turns", &turns)
    archive.count("events", &events)
    let none = RunStopped(opening: 0, reason: .endOfFeed, wallClock: .zero)
    archive.optional("configuration_hash", &configurationHash, of: .zero) {
      $1.digest("sha256", &$0)
    }
    if hasWholes { archive.flag("is_gate_advisory", &isGateAdvisory) }
    archive.optional("last_stop", &lastStop, of: none) {
      $1.count("opening", &$0.opening, atMost: .max)
      $1.label("reason", &$0.reason)
      $1.time("wall_clock", &$0.wallClock)
    }
  }

  /// What a replay that goes on behind this has counted already.
  var counts: ReplayCounts {
    var counts = ReplayCounts()
    counts.turns = UInt64(turns)
    counts.events = UInt64(events)
    counts.inputs = UInt64(inputs)
    counts.rejected = UInt64(rejected)
    let last = feeds.map { Int($0.source) }.max() ?? -1
    counts.positions = [Int64](repeating: 0, count: last + 1)
    for feed in feeds { counts.positions[Int(feed.source)] = feed.position }
    return counts
  }
}

extension JournalHistory.Opening {
  fileprivate static let none = JournalHistory.Opening(
    sequence: 0, number: 0, rulesVersion: 0, codeVersion: "", barSeconds: 60,
    candleSource: .ticks, wallClock: .zero)

  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.count("sequence", &sequence)
    archive.number("number", &number)
    archive.number("rules_version", &rulesVersion)
    archive.text("code_version", &codeVersion)
    archive.number("bar_seconds", &barSeconds)
    archive.label("candle_source", &candleSource)
    archive.time("wall_clock", &wallClock)
  }
}

extension JournalHistory.Feed {
  fileprivate static let none = JournalHistory.Feed(
    source: 1, instrument: InstrumentID(0), size: 0, head: .zero, path: "", position: 0, side: nil)

  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive, withWhole hasWhole: Bool
  ) {
    archive.small("source", &source, in: 1...65_535)
    archive.instrument("instrument", &instrument)
    archive.number("size_bytes", &size)
    archive.digest("head", &head)
    archive.text("path", &path)
    archive.flag("is_commands", &isCommands)
    archive.count("position", &position, atMost: .max)
    archive.optional("side", &side, of: .mid) { $1.label("prices", &$0) }
    guard hasWhole else { return }
    archive.flag("is_priming", &isPriming)
    archive.optional("whole", &whole, of: .zero) { $1.digest("sha256", &$0) }
  }
}
