import Kernel
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A pin of the vectors` {
  /// A register and its triad, and how to go back.
  private struct Walk {
    var pin = Pin()
    var triad = Triad()
    var undo: [(PinUndo, TriadUndo)] = []

    mutating func push(_ push: VectorValue) throws {
      let record = pin.push(
        try push[0].flag(), linked: try push[1].flag(), r: try push[2].flag(),
        v: try push[3].flag())
      undo.append((record, triad.push(after: pin)))
    }

    mutating func goBack() throws {
      let (ofPin, ofTriad) = try #require(undo.last)
      undo.removeLast()
      triad.undo(ofTriad, after: pin)
      pin.undo(ofPin)
    }
  }

  @Test func `is pushed, counted and walked back bit for bit`() throws {
    for vector in try Vectors.read("kernel/v1-pin.json")["cases"].list() {
      let name = try vector["name"].text()
      var walk = Walk()
      var seen: [(Pin, Triad)] = []
      var steps = try vector["steps"].list()[...]
      for (index, push) in try vector["pushes"].list().enumerated() {
        seen.append((walk.pin, walk.triad))
        try walk.push(push)
        guard let step = steps.first, try step["step"].integer() == index + 1 else { continue }
        steps = steps.dropFirst()
        try check(step, walk, "\(name), step \(index + 1)")
      }
      #expect(steps.isEmpty, "\(name)")
      for (pin, triad) in seen.reversed() {
        try walk.goBack()
        #expect(walk.pin == pin, "\(name), back to \(walk.undo.count)")
        #expect(walk.triad == triad, "\(name), back to \(walk.undo.count)")
      }
      #expect(walk.pin == Pin())
      #expect(walk.triad == Triad())
    }
  }

  private func check(_ step: VectorValue, _ walk: Walk, _ place: Comment) throws {
    let pin = walk.pin
    let counts = PairCounts(of: pin)
    #expect(Hex.text(of: pin.bits) == (try step["pin"].text()), place)
    #expect(Hex.text(of: pin.link) == (try step["link"].text()), place)
    #expect(Hex.text(of: pin.r) == (try step["r"].text()), place)
    #expect(Hex.text(of: pin.v) == (try step["v"].text()), place)
    #expect(Int64(pin.older) == (try step["older"].integer()), place)
    #expect(Int64(pin.fill) == (try step["fill"].integer()), place)
    #expect(Int64(counts.pairs) == (try step["pairs"].integer()), place)
    #expect(Int64(counts.nullCount) == (try step["null"].integer()), place)
    #expect(Int64(counts.flipCount) == (try step["flips"].integer()), place)
    #expect(Int64(counts.overlapCount) == (try step["overlap"].integer()), place)
    #expect(Int64(runAge(of: pin)) == (try step["run_age"].integer()), place)

    let (ofPin, ofTriad) = try #require(walk.undo.last)
    let undo = step["undo"]
    #expect(Int64(ofPin.evictedBit) == (try undo["evicted_bit"].integer()), place)
    #expect(Int64(ofPin.evictedLink) == (try undo["evicted_link"].integer()), place)
    #expect(Int64(ofPin.evictedR) == (try undo["evicted_r"].integer()), place)
    #expect(Int64(ofPin.evictedV) == (try undo["evicted_v"].integer()), place)
    #expect(ofPin.wasFull == (try undo["was_full"].flag()), place)
    #expect(PinUndo(byte: ofPin.byte) == ofPin, place)
    #expect(ofTriad.flipsMerged == (try undo["cf"].flag()), place)
    #expect(ofTriad.disorderMerged == (try undo["cu"].flag()), place)
    #expect(Hex.text(of: ofTriad.densitiesMerged) == (try undo["cp"].text()), place)
  }

  @Test func `has no undo byte above five bits`() {
    #expect(PinUndo(byte: 31) != nil)
    #expect(PinUndo(byte: 32) == nil)
  }
}
