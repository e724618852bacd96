import Market

extension TickFeed {
  /// Looks at every file that the paths stand for, before anything is read into a run.
  ///
  /// Each path is a file of ticks or candles, of any name, or a folder whose `.csv` and `.csv.gz` files are taken,
  /// however deep. One bad file refuses them all, whether its instrument was asked for or not.
  ///
  /// Of the files selected, either all hold ticks or all hold candles of one bar length.
  ///
  /// - Parameters:
  ///   - instruments: The only ones wanted, by name; nil for all.
  ///   - candles: What the operator says of candle files.
  /// - Returns: By instrument, in the order of `Instrument.precedes`; then by first stamp, files
  ///   without one in front; then by path.
  package static func discover(
    _ paths: [String], instruments: [String]?, candles: CandleOptions = CandleOptions()
  ) throws(FeedError) -> [FeedFile] {
    let files = try look(at: paths)
    var selected = try select(instruments, from: files)
    do throws(CandleProblem) {
      try candles.settle(&selected)
    } catch {
      throw .candles(error)
    }
    return selected
  }

  /// Looks at the files that are to prime a run: those of its instruments, which need not be all.
  ///
  /// - Parameter instruments: Those of the run. Files of others are passed over.
  package static func discover(
    priming paths: [String], of instruments: [String], candles: CandleOptions
  ) throws(FeedError) -> [FeedFile] {
    let files = try look(at: paths)
    var wanted = files.filter { instruments.contains($0.instrument.name) }
    guard !wanted.isEmpty else {
      var found: [String] = []
      for file in files where file.instrument.name != found.last {
        found.append(file.instrument.name)
      }
      throw .nothingSelected(missing: instruments, found: found)
    }
    do throws(CandleProblem) {
      try candles.settle(&wanted)
    } catch {
      throw .candles(error)
    }
    return wanted
  }

  /// The files that paths stand for, sorted, none twice.
  private static func look(at paths: [String]) throws(FeedError) -> [FeedFile] {
    var files: [FeedFile] = []
    for path in paths {
      for file in try TickFiles.below(path) {
        files.append(try FeedFile(path: file))
      }
    }
    files.sort(by: precedes)
    try refuseTwins(files)
    return files
  }

  private static func precedes(_ left: FeedFile, _ right: FeedFile) -> Bool {
    if left.instrument != right.instrument {
      return Instrument.precedes(left.instrument.name, right.instrument.name)
    }
    let stamps = (left.firstStamp?.nanoseconds ?? -1, right.firstStamp?.nanoseconds ?? -1)
    if stamps.0 != stamps.1 { return stamps.0 < stamps.1 }
    return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
  }

  /// Twins have the same first stamp, so they are neighbours of a kind: only files of one
  /// instrument and stamp are compared.
  private static func refuseTwins(_ sorted: [FeedFile]) throws(FeedError) {
    for (index, file) in sorted.enumerated() {
      for other in sorted[(index + 1)...] {
        guard other.instrument == file.instrument, other.firstStamp == file.firstStamp else {
          break
        }
        if other.size == file.size, other.headHash == file.headHash {
          throw .sameFileTwice(file: file.path, other: other.path)
        }
      }
    }
  }

  private static func select(
    _ instruments: [String]?, from files: [FeedFile]
  ) throws(FeedError) -> [FeedFile] {
    var found: [String] = []
    for file in files where file.instrument.name != found.last {
      found.append(file.instrument.name)
    }
    let wanted = instruments ?? found
    let missing = wanted.filter { !found.contains($0) }
    guard missing.isEmpty, !wanted.isEmpty else {
      throw .nothingSelected(missing: missing, found: found)
    }
    return files.filter { wanted.contains($0.instrument.name) }
  }
}
