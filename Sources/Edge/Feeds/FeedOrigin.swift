package import Market
package import Numerics

/// What a journal keeps of a source, to know it again and take none of its rows twice.
package struct FeedOrigin: Equatable, Sendable {
  /// Where a file was found, or in words what else it is.
  package let path: String
  package let instrument: Instrument
  /// Bytes of a file; 0 for the synthetic market, since no file that can be read is empty.
  package let size: Int64
  /// SHA-256 of what tells this source from others.
  package let headHash: Digest256
  /// Which prices its candles are made of; nil for ticks.
  package var side: PriceSide?

  package init(
    path: String, instrument: Instrument, size: Int64, headHash: Digest256, side: PriceSide? = nil
  ) {
    self.path = path
    self.instrument = instrument
    self.size = size
    self.headHash = headHash
    self.side = side
  }
}

extension FeedFile {
  package var origin: FeedOrigin {
    FeedOrigin(
      path: path, instrument: instrument, size: size, headHash: headHash, side: candles?.side)
  }
}
