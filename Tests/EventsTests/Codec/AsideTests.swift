import Events
import Market
import Testing

@Suite struct `A payload put aside` {
  @Test func `comes back as it was, wherever it stands`() {
    var texts = ByteBuffer(capacity: 64)
    for before in ["", "x", "Zürich"] {
      _ = texts.intern(before)
      let pin = Pin(bits: .max, link: 2, r: 3, v: 4, older: 1, fill: 65)
      let place = texts.put(pin)
      _ = texts.intern("what follows")
      #expect(texts[place] == pin)
    }
  }

  @Test func `is found in the side buffer of what is said`() {
    var outbox = Outbox()
    let place = outbox.texts.put(Pin(bits: 7))
    #expect(outbox[place] == Pin(bits: 7))
  }
}
