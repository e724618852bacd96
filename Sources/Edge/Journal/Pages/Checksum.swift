import CPlatform

/// CRC32C (Castagnoli) of some bytes, by the processor's own instruction where it has one.
package func crc32c(_ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0) -> UInt32 {
  guard let start = bytes.baseAddress else { return crc }
  return retrace_crc32c(crc, start, bytes.count)
}

/// The same without that instruction: for processors that lack it.
package func portableCRC32C(
  _ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0
) -> UInt32 {
  guard let start = bytes.baseAddress else { return crc }
  return retrace_crc32c_portable(crc, start, bytes.count)
}

/// CRC32C of a record whose header ends with the four bytes that hold it: those are left out.
///
/// - Parameter headerBytes: At most the bytes of the record.
func crc32c(_ record: UnsafeRawBufferPointer, headerBytes: Int) -> UInt32 {
  let head = crc32c(UnsafeRawBufferPointer(rebasing: record[..<(headerBytes - 4)]))
  return crc32c(UnsafeRawBufferPointer(rebasing: record[headerBytes...]), continuing: head)
}
