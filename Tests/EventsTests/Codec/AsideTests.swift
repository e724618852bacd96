import Events
import Market
import Testing

@Suite struct `A payload put aside` {
  @Test func `comes back as it was, wherever it stands`() {
    var arena = ByteBuffer(capacity: 64)
    for before in ["", "x", "Zürich"] {
      _ = arena.intern(before)
      let pin = Pin(bits: .max, link: 2, r: 3, v: 4, older: 1, fill: 65)
      let place = arena.put(pin)
      _ = arena.intern("what follows")
      #expect(arena[place] == pin)
    }
  }

  @Test func `is found in the side buffer of what is said`() {
    var outbox = Outbox()
    let place = outbox.arena.put(Pin(bits: 7))
    #expect(outbox[place] == Pin(bits: 7))
  }
}
