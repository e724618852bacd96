import Foundation

/// What libFuzzer calls with each string of bytes.
private typealias OneInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
private typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutablePointer<Words>, _ body: OneInput
) -> CInt

/// The target that the environment names: libFuzzer starts this program anew with its own events, which
/// the environment survives.
private let chosen: FuzzTarget? = {
  let name = ProcessInfo.processInfo.environment["RETRACE_FUZZ_TARGET"]
  return FuzzTarget.all.first { $0.name == name }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen?.read(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

/// Where this program begins, by the name that the package gives to it.
///
/// Without a target it lists them all, one a line: the name, then the files of its parser. With
/// RETRACE_FUZZ_SEEDS it writes the target's seeds into that folder. Else it is libFuzzer.
@_cdecl("fuzz_main")
public func begin(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  guard let target = chosen else {
    for target in FuzzTarget.all {
      print(([target.name] + target.parser).joined(separator: " "))
    }
    return 0
  }
  if let folder = ProcessInfo.processInfo.environment["RETRACE_FUZZ_SEEDS"] {
    do {
      for (number, seed) in try target.seeds().enumerated() {
        try Data(seed).write(to: URL(filePath: "\(folder)/seed-\(number)"))
      }
      return 0
    } catch {
      print("The seeds of \(target.name) could not be made: \(error)")
      return 2
    }
  }
  var count = count
  var words = words
  return runDriver(&count, &words, testOneInput)
}
