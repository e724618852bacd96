public import Market

extension ByteBuffer {
  /// Appends the frame of an ordinary quote, which `QuoteFrame` reads: the bytes that
  /// `append(_:because:body:arena:)` makes of it, in one go.
  ///
  /// - Parameters:
  ///   - head: Of an input of a feed, which begins its turn.
  ///   - bid: In millionths, as is the ask.
  public mutating func append(
    _ head: borrowing FrameHead, quoteOf instrument: InstrumentID, bid: Int64, ask: Int64
  ) {
    // A closure takes no borrowed value.
    let head = copy head
    // The longest quote takes 63 bytes, so its length takes one.
    append(atMost: QuoteFrame.mostBytes) { start in
      UnsafeMutableRawPointer(start).storeBytes(
        of: (QuoteFrame.signature << 8).littleEndian, as: UInt32.self)
      var numbers = NumberWriter(place: start + 4)
      numbers.append(UInt64(head.atDelta))
      numbers.append(signed: head.occurredLag)
      numbers.append(UInt64(head.source))
      numbers.append(UInt64(head.position))
      numbers.append(UInt64(head.principal))
      // Which fields there are: a bid and an ask.
      numbers.append(3)
      numbers.append(UInt64(instrument.number))
      numbers.append(signed: bid)
      numbers.append(signed: ask)
      let length = numbers.place - start
      start.pointee = UInt8(length &- 1)
      return length
    }
  }
}

/// Writes varints where there is actor for them.
private struct NumberWriter {
  var place: UnsafeMutablePointer<UInt8>

  @inline(__always) mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      place.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
      place += 1
      rest >>= 7
    }
    place.pointee = UInt8(truncatingIfNeeded: rest)
    place += 1
  }

  @inline(__always) mutating func append(signed value: Int64) {
    append(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }
}
