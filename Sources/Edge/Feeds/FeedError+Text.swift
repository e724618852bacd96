extension FeedError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let file):
      """
      There is no file or folder \(file). \
      Nothing of this feed was read. \
      Check the spelling and the folder the command was started in.
      """
    case .unreadable(let file, let reason):
      """
      \(file) could not be read: \(reason). \
      No further row was taken from it. \
      Remove the cause and start again.
      """
    case .emptyFolder(let file):
      """
      The folder \(file) holds no file of ticks or candles: none whose name ends in .csv or .csv.gz. \
      Nothing of this feed was read. \
      Name a folder that holds some, or one file whatever its name.
      """
    case .emptyFile(let file):
      """
      \(file) is empty. \
      Nothing of this feed was read. \
      Fetch the file again, or take it out of the folder.
      """
    case .noRows(let file):
      """
      \(file) has no data row. \
      Nothing of this feed was read. \
      Fetch the file again, or take it out of the folder.
      """
    case .unknownInstrument(let file, let known):
      """
      The path of \(file) does not say which instrument it holds. \
      Nothing of this feed was read. \
      Put one name into the file's name (EUR_USD-2014.csv) or its folder's; known names are \
      \(known.joined(separator: ", ")).
      """
    case .notATickFile(let file, let line, let found):
      """
      \(file), line \(line), is neither a quote nor the header of ticks (ts_ns,bid,ask) or of candles \
      (ts_ms,o,h,l,c, with ,v or not, or ts_ms,bo,bh,bl,bc,ao,ah,al,ac); it begins with "\(found)". \
      Nothing of this feed was read. \
      Convert the file to one of these forms, or take it out of the folder.
      """
    case .lineTooLong(let file, let line):
      """
      \(file), line \(line), is longer than 1 MiB, which no row is. \
      Neither that line nor any after it was taken. \
      Check that the file is one of ticks or candles, with line ends.
      """
    case .truncated(let file, let line):
      """
      \(file) stops at line \(line), in the middle of its gzip stream. \
      Neither that line nor any after it was taken; the rows before it are as they were written. \
      Fetch the file again.
      """
    case .corrupt(let file, let line, let reason):
      """
      \(file) is damaged at line \(line): \(reason). \
      Neither that line nor any after it was taken. \
      Fetch the file again; `gzip --test` shows whether the new copy is sound.
      """
    case .changedWhileReading(let file, let line, let reason):
      """
      \(file) changed after it was first looked at, noticed at line \(line): \(reason). \
      Neither that line nor any after it was taken. \
      Let whatever writes the file finish, then start again.
      """
    case .sameFileTwice(let file, let other):
      """
      \(file) and \(other) are the same file: same instrument, size and first 64 KiB. \
      Nothing of this feed was read, because each quote would count twice. \
      Name it once, or take one of them out of the folder.
      """
    case .nothingSelected(let missing, let found):
      """
      \(missing.isEmpty ? "No file or no instrument was" : "No file holds the instruments") \
      \(missing.isEmpty ? "asked for" : "asked for: \(missing.joined(separator: ", "))"). \
      Nothing of this feed was read. \
      \(found.isEmpty ? "Name at least one" : "Choose from \(found.joined(separator: ", "))").
      """
    case .candles(let problem): problem.description
    case .unwritable(let file, let reason):
      """
      \(file) could not be written: \(reason). \
      What was there before is untouched. \
      Choose another folder, or remove the cause.
      """
    }
  }
}
