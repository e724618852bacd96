import Events
import Market
import Testing
import Turns

/// A record that was changed, and what verify must emit of it.
struct Forged: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let turn: Int
  let sequence: UInt64
  let cause: UInt64
  let fields: [String]
  let forge: @Sendable (inout [Draft]) -> Void

  init(
    _ testDescription: String, turn: Int, at sequence: UInt64, cause: UInt64,
    differs fields: String...,
    forge: @escaping @Sendable (inout [Draft]) -> Void
  ) {
    self.testDescription = testDescription
    self.turn = turn
    self.sequence = sequence
    self.cause = cause
    self.fields = fields
    self.forge = forge
  }

  static let changes: [Forged] = [
    Forged("a candle's volume", turn: 4, at: 7, cause: 6, differs: "volume") {
      $0[1].changeCandle { $0.volume += 1 }
    },
    Forged("two prices", turn: 4, at: 7, cause: 6, differs: "high", "close") {
      $0[1].changeCandle {
        $0.high.micros += 1
        $0.close.micros += 1
      }
    },
    Forged("a state", turn: 4, at: 8, cause: 7, differs: "state") {
      $0[2].changeMetrics { $0.state = .converged }
    },
    Forged("an optional number", turn: 4, at: 8, cause: 7, differs: "symbol") {
      $0[2].changeMetrics { $0.symbol = 5 }
    },
    Forged("a register", turn: 5, at: 10, cause: 9, differs: "pin") {
      $0[1].changeMetrics { $0.pin.bits ^= 1 }
    },
    Forged("the reason of a refusal", turn: 3, at: 5, cause: 4, differs: "reason") {
      $0[1].body = .tickRejected(TickRejected(instrument: InstrumentID(0), reason: .badPrice))
    },
    Forged("the word of a timer", turn: 5, at: 9, cause: 0, differs: "low") {
      $0[0].changeCandle { $0.low.micros -= 1 }
    },
    Forged("a fact used", turn: 5, at: 10, cause: 9, differs: "because") { $0[1].because = [7] },
    Forged("one fact more", turn: 5, at: 10, cause: 9, differs: "because") {
      $0[1].because.append(1)
    },
    Forged("the kind of a refusal", turn: 3, at: 5, cause: 4, differs: "kind") {
      $0[1].body = .candleRefusal
    },
  ]

  static let moves: [Forged] = [
    Forged("the last event is missing", turn: 4, at: 8, cause: 7, differs: "event") {
      $0.removeLast()
    },
    Forged("all but the input is missing", turn: 4, at: 7, cause: 6, differs: "event") {
      $0.removeLast(2)
    },
    Forged("the word of a timer stands alone", turn: 5, at: 10, cause: 9, differs: "event") {
      $0.removeLast()
    },
    Forged("a refusal is missing", turn: 3, at: 5, cause: 4, differs: "event") { $0.removeLast() },
    Forged("an event in the middle is missing", turn: 4, at: 7, cause: 6, differs: "kind") {
      $0.remove(at: 1)
    },
    Forged("an event is there twice", turn: 4, at: 9, cause: 7, differs: "event") {
      $0.append($0[2])
      $0[3].head.causeDistance = 2
    },
    Forged("an event answers what nobody answers", turn: 4, at: 9, cause: 8, differs: "event") {
      $0.append($0[1])
    },
    Forged("an accepted quote is refused", turn: 2, at: 4, cause: 3, differs: "event") {
      $0.append($0[0])
      $0[1].head = FrameHead(minor: 0, isFirst: false, isNode: false, atDelta: 0, causeDistance: 1)
      $0[1].body = .refusal
    },
    Forged("an event answers another one", turn: 4, at: 8, cause: 6, differs: "event") {
      $0[2].head.causeDistance = 2
    },
    Forged("the word of another actor", turn: 4, at: 8, cause: 7, differs: "event") {
      $0[2].body = $0[1].body
    },
  ]
}

@Suite struct `A difference` {
  @Test(arguments: Forged.changes)
  func `in an event names it, its cause and the fields`(forged: Forged) throws {
    let tape = try ShortJournal.tape().forging(turn: forged.turn, forged.forge)
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == forged.sequence)
    #expect(difference.cause == forged.cause)
    #expect(difference.differingFields == forged.fields)
    #expect(difference.recorded?.cause == forged.cause)
    #expect(difference.recorded != difference.replayed)
  }

  @Test(arguments: Forged.moves)
  func `in which events there are names the place and the cause`(forged: Forged) throws {
    let tape = try ShortJournal.tape().forging(turn: forged.turn, forged.forge)
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == forged.sequence)
    #expect(difference.cause == forged.cause)
    #expect(difference.differingFields == forged.fields)
  }

  @Test func `shows both versions, field by field`() throws {
    let tape = try ShortJournal.tape().forging(turn: 5) {
      $0[1].because = [7]
      $0[1].changeMetrics { $0.state = .converged }
    }
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.at == .seconds(122))
    #expect(difference.differingFields == ["because", "state"])
    let recorded = try #require(difference.recorded)
    let replayed = try #require(difference.replayed)
    #expect(recorded.kind == .metricsComputed && replayed.kind == .metricsComputed)
    #expect(recorded.because == [3] && replayed.because == [8])
    #expect(recorded.fields.first { $0.name == "state" }?.text == "converged")
    #expect(replayed.fields.first { $0.name == "state" }?.text == "flux")
    #expect(recorded.fields.count == replayed.fields.count)
  }

  @Test func `in the order of answers is one of cause`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { event, outbox in
        guard event.isInput else { return }
        for tag in 1...2 { outbox.emit(.closed(tag: Int64(tag))) }
      },
      kernel: { if $0.body.kind == .candleClosed { $1.emit(.metrics) } })
    let tape = try Tape(of: [.tick(at: .zero)], through: reducers).forging(turn: 0) {
      $0[3].head.causeDistance = 1
    }
    let difference = try #require(try tape.difference(from: reducers))
    #expect(difference.sequence == 4 && difference.cause == 2)
    #expect(difference.differingFields == ["cause"])
    #expect(difference.recorded?.cause == 3)
  }

  @Test func `in the order of two reducers' events is one, though each is the same`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { if $0.isInput { $1.emit(.closed()) } },
      kernel: { if $0.isInput { $1.emit(.metrics) } })
    let difference = try #require(
      try Tape(of: [.tick(at: .zero)], through: reducers).swappingAnswers().difference(
        from: reducers))
    #expect(difference.sequence == 2 && difference.cause == 1)
    #expect(difference.differingFields == ["kind"])
  }

  @Test func `is a timer that speaks where no turn of it is recorded`() throws {
    let tape = try ShortJournal.tape().without(turn: 5)
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == 9 && difference.cause == 0)
    #expect(difference.at == .seconds(122))
    #expect(difference.recorded == nil)
    #expect(difference.replayed?.kind == .candleClosed)
  }

  @Test func `is a timer that speaks before the recorded one`() throws {
    let tape = try ShortJournal.tape().forging(turn: 5) {
      $0[0].head.atDelta += nanosecondsPerSecond
    }
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == 9 && difference.at == .seconds(122))
    #expect(difference.recorded == nil && difference.replayed?.kind == .candleClosed)
  }

  @Test func `is a recorded timer turn that nobody fires`() throws {
    let tape = try ShortJournal.tape().forging(turn: 5) {
      $0[0].head.atDelta -= nanosecondsPerSecond
    }
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == 9 && difference.cause == 0)
    #expect(difference.at == .seconds(121))
    #expect(difference.recorded?.kind == .candleClosed && difference.replayed == nil)
    #expect(difference.differingFields == ["event"])
  }

  @Test func `is a timer turn of another instrument`() throws {
    var inputs = ShortJournal.inputs
    inputs.insert(.listing(1, at: .zero), at: 2)
    let tape = try Tape(of: inputs, through: Reducers()).forging(turn: 6) {
      $0[0].changeCandle { $0.instrument = InstrumentID(1) }
    }
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == 10)
    #expect(difference.differingFields == ["instrument"])
  }
}
