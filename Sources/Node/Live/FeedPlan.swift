import Feeds
import Market

/// Which files a run reads: the number of each as a source, and from which row on.
struct FeedPlan {
  struct Source {
    let file: FeedFile
    let number: UInt16
    let instrument: InstrumentID
    /// Last row the journal holds already.
    let position: Int64
  }

  let sources: [Source]
  /// Instruments that the journal does not list yet, in the order in which they get their numbers.
  let newInstruments: [Instrument]

  /// Fits the files of a feed to what a journal has read already: never a fact twice.
  init(_ files: [FeedFile], after history: JournalHistory) throws(RunError) {
    guard history.feeds.count + files.count <= 65_535 else { throw .tooManyFiles(files.count) }
    var names = history.instruments.map(\.name)
    var added: [Instrument] = []
    var sources: [Source] = []
    var next = history.feeds.count + 1
    for file in files {
      if !names.contains(file.instrument.name) {
        names.append(file.instrument.name)
        added.append(file.instrument)
      }
      let id = InstrumentID(UInt16(names.firstIndex(of: file.instrument.name) ?? 0))
      let known = history.feeds.first {
        $0.instrument == id && $0.size == file.size && $0.head == file.headHash
      }
      if let known {
        sources.append(
          Source(file: file, number: known.source, instrument: id, position: known.position))
        continue
      }
      if let changed = history.feeds.first(where: { $0.path == file.path }) {
        throw .fileChanged(file: file.path, readBefore: changed.path)
      }
      sources.append(Source(file: file, number: UInt16(next), instrument: id, position: 0))
      next += 1
    }
    self.sources = sources
    self.newInstruments = added
  }
}
