import Market
import TestSupport
import Testing

@Suite struct `A histogram` {
  @Test func `has the counts of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "histogram") { vector, _ in
      let input = vector["input"]
      var histogram = try #require(
        Histogram(
          bins: Int(try input["bins"].integer()), from: try input["lo"].number(),
          to: try input["hi"].number()))
      for value in try input["values"].list() { histogram.add(try value.number()) }
      let expected = vector["expect"]
      #expect(histogram.counts == (try expected["counts"].integers()))
      #expect(histogram.under == (try expected["under"].integer()))
      #expect(histogram.over == (try expected["over"].integer()))
      #expect(histogram.invalid == 0)
    }
  }

  @Test func `puts a boundary into the bin it begins, whatever doubles make of it`() throws {
    var histogram = try #require(Histogram(bins: 100, from: 0, to: 1))
    for value in [0.29, 0.57, 0.58, 1.0, 0.0] { histogram.add(value) }
    for bin in [29, 57, 58, 99, 0] { #expect(histogram.counts[bin] == 1, "bin \(bin)") }
  }

  @Test func `counts what is no number, and what is infinite, apart`() throws {
    var histogram = try #require(Histogram(bins: 2, from: -1, to: 1))
    for value in [Double.nan, .infinity, -.infinity, 0.5] { histogram.add(value) }
    #expect(histogram.counts == [0, 1] && histogram.invalid == 1)
    #expect(histogram.under == 1 && histogram.over == 1)
  }

  @Test func `is none without bins or width`() {
    #expect(Histogram(bins: 0, from: 0, to: 1) == nil)
    #expect(Histogram(bins: 1_001, from: 0, to: 1) == nil)
    #expect(Histogram(bins: 5, from: 1, to: 1) == nil)
    #expect(Histogram(bins: 5, from: .nan, to: 1) == nil)
    #expect(Histogram(bins: 5, from: 0, to: .infinity) == nil)
    #expect(Histogram(bins: 5, from: -1e308, to: 1e308) == nil)
  }
}
