import Events
import ExampleRecorder
import Numerics
import SchemaGen
import Testing

/// Bytes that nobody vouches for: 100,000 strings, of chance and of frames with a few bytes changed.
///
/// Each is read in every way there is. Nothing may trap, and what is taken must be written again as
/// the same bytes: no two byte strings mean the same event.
@Suite struct `Bytes of chance` {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `are refused by name or are exactly one event`(seed: UInt64) throws {
    // Printed first: a trap prints nothing afterwards.
    print("Fuzzing with seed \(seed).")
    let frames = try wellFormedFrames(seed: seed)
    var generator = SplitMix64(seed: seed)
    var taken = 0
    for round in 0..<5_000 {
      let bytes =
        generator.next(below: 4) == 0
        ? noise(&generator) : mutated(frames, &generator)
      try lookAtFlags(bytes)
      readTurns(bytes)
      readPayload(bytes, &generator)
      guard let again = rewritten(bytes) else { continue }
      taken += 1
      guard again == bytes else {
        Issue.record("seed \(seed), round \(round): \(bytes) is written as \(again)")
        return
      }
    }
    #expect(taken > 250, "seed \(seed): too few strings were taken for this to mean anything")
  }

  /// A frame of every kind, with drawn values.
  private func wellFormedFrames(seed: UInt64) throws -> [[UInt8]] {
    let schemas = try House.schemas()
    return try EventKind.allCases.flatMap { kind in
      let schema = try #require(schemas.events.first { $0.name == kind.name })
      var values = SampleValues(.drawn, seed: seed)
      let body = try PayloadSample(
        schema, of: schemas, minor: schema.minor, values: &values
      ) { _, values in values.flip() }.body
      let first = RawFrame(kind, body)
      guard kind.writer != nil else {
        return [first.with { $0.origin = Layout.zigzag(-5) + [1, 0x80, 0x01, 0] }.bytes]
      }
      let reasoned = RawFrame(kind, cause: 1, body).with {
        $0.flags |= 4
        $0.because = [2, 1, 0x80, 0x01]
      }
      return [first.bytes, reasoned.bytes]
    }
  }

  private func noise(_ generator: inout SplitMix64) -> [UInt8] {
    let mask = UInt8(truncatingIfNeeded: UInt64(255) >> generator.next(below: 8))
    return (0..<generator.next(below: 80)).map { _ in
      UInt8(truncatingIfNeeded: generator.next()) & mask
    }
  }

  /// A well-formed frame or two with up to three changes.
  private func mutated(_ frames: [[UInt8]], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = frames[Int(generator.next(below: UInt64(frames.count)))]
    if generator.next(below: 8) == 0 {
      bytes += frames[Int(generator.next(below: UInt64(frames.count)))]
    }
    for _ in 0..<generator.next(below: 4) where !bytes.isEmpty {
      let place = Int(generator.next(below: UInt64(bytes.count)))
      switch generator.next(below: 5) {
      case 0: bytes[place] ^= 1 << UInt8(generator.next(below: 8))
      case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }

  private func readTurns(_ bytes: [UInt8]) {
    do throws(CodecFault) {
      try reading(bytes) { all throws(CodecFault) in
        var reader = TurnReader(all)
        var frames: [Frame] = []
        while try reader.nextTurn(into: &frames) {
          for frame in frames { _ = frame.becauseDistances(in: all) }
        }
      }
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  /// Reads the bytes as the payload of a kind of chance, and shows it.
  private func readPayload(_ bytes: [UInt8], _ generator: inout SplitMix64) {
    let kinds = EventKind.allCases
    let kind = kinds[Int(generator.next(below: UInt64(kinds.count)))]
    var arena = ByteBuffer()
    let read = reading(bytes) { reader in
      EventBody(kind, minor: kind.version.minor, from: &reader, arena: &arena)
    }
    _ = read.piece.readable(arena: arena)
    #expect(read.offset <= bytes.count)
  }

  /// The quick look at a frame and the whole reading of it agree.
  private func lookAtFlags(_ bytes: [UInt8]) throws {
    let quick = Result { () throws(CodecFault) in
      try reading(bytes) { all throws(CodecFault) in try Frame.isFirst(all, at: 0) }
    }
    guard let frame = try? parse(bytes) else { return }
    #expect(try quick.get() == (frame.flags.rawValue & 2 != 0))
  }

  /// What is taken of these bytes, written again; nil when they are refused.
  private func rewritten(_ bytes: [UInt8]) -> [UInt8]? {
    do throws(CodecFault) {
      return try decode(bytes).encoded(in: bytes)
    } catch {
      return nil
    }
  }
}
