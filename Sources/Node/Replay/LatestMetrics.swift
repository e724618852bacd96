package import Events
package import Journal
import Market

/// The newest metrics of each instrument of a journal.
package enum LatestMetrics {
  package struct Line: Sendable {
    package let instrument: String
    package let metrics: MetricsComputed
  }

  /// In the order in which the instruments were listed; those without metrics are left out.
  package static func read(_ log: any EventLog, path: String) throws -> [Line] {
    let history = try JournalHistory.read(log, path: path)
    var newest = [MetricsComputed?](repeating: nil, count: history.instruments.count)
    var arena = ByteBuffer()
    try JournalWalk.turns(of: log, path: path) { turn in
      for frame in turn.frames where frame.kind == EventKind.metricsComputed.rawValue {
        arena.removeAll()
        guard case .metricsComputed(let place) = try frame.body(in: turn.bytes, arena: &arena)
        else { continue }
        let metrics = arena[place]
        if metrics.instrument.index < newest.count { newest[metrics.instrument.index] = metrics }
      }
      return true
    }
    return zip(history.instruments, newest).compactMap { instrument, metrics in
      metrics.map { Line(instrument: instrument.name, metrics: $0) }
    }
  }
}
