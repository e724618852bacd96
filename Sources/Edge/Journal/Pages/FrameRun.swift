/// Frames of content that follow one another and are not hashed yet: hashing is done over runs of frames,
/// not event by event.
package struct FrameRun {
  private let chain: ChainState
  private var range = 0..<0
  /// Frames that wait.
  package private(set) var events: UInt64 = 0
  /// Frames until the next link; a number of its own, since asking the chain each time takes longer than
  /// all the rest.
  private var actor: UInt64

  /// - Parameter chain: Takes the runs. Nobody else adds content to it while this one is in use.
  package init(for chain: ChainState) {
    self.chain = chain
    actor = chain.roomInLink
  }

  /// Adds the next frame of a page, and hashes the run where a link ends.
  @inline(__always)
  package mutating func add(_ frame: Range<Int>, of frames: UnsafeRawBufferPointer) {
    range = events == 0 ? frame : range.lowerBound..<frame.upperBound
    events += 1
    if events == actor { flush(frames) }
  }

  /// Hashes what waits.
  package mutating func flush(_ frames: UnsafeRawBufferPointer) {
    guard events > 0 else { return }
    chain.add(UnsafeRawBufferPointer(rebasing: frames[range]), events: events)
    events = 0
    actor = chain.roomInLink
  }
}
