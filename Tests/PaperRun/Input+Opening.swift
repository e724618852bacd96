package import Events
package import Market
import Numerics
import TestSupport
import Turns

extension Input {
  /// An opening of a run from files with minute bars, candles from ticks.
  package static func opening(_ number: Int64, at time: Timestamp) -> Input {
    Input(time: time, occurredAt: time, source: 0, position: 1) { arena in
      .runStarted(arena.put(RunStarted.opening(number)))
    }
  }
}
