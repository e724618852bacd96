extension JSONReader {
  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { place += 1 }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  mutating func require(_ byte: UInt8, _ what: String) throws(JSONFault) {
    if !take(byte) { throw fault(peek == nil ? .unexpectedEnd : .expected(what)) }
  }

  /// A text, from its first quotation mark to its last.
  mutating func text() throws(JSONFault) -> String {
    place += 1
    let start = place
    while let byte = peek, byte >= 32, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      place += 1
    }
    // Most texts have no escape: they are taken as they stand.
    if take(UInt8(ascii: "\"")) {
      return String(decoding: bytes[start..<place - 1], as: UTF8.self)
    }
    var content = [UInt8](bytes[start..<place])
    while true {
      guard let byte = peek else { throw fault(.unexpectedEnd) }
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content += try escaped()
      case 0..<32: throw fault(.controlCharacter)
      default:
        content.append(byte)
        place += 1
      }
    }
  }

  /// What an escape stands for, in UTF-8.
  private mutating func escaped() throws(JSONFault) -> [UInt8] {
    let start = place
    place += 1
    guard let letter = peek else { throw fault(.unexpectedEnd) }
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try codePoint(start)
    default: throw fault(.badEscape, at: start)
    }
  }

  private mutating func codePoint(_ start: Int) throws(JSONFault) -> [UInt8] {
    var code = try hexDigits(start)
    if (0xD800...0xDBFF).contains(code) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw fault(.loneSurrogate, at: start)
      }
      let low = try hexDigits(start)
      guard (0xDC00...0xDFFF).contains(low) else { throw fault(.loneSurrogate, at: start) }
      code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault(.loneSurrogate, at: start) }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexDigits(_ start: Int) throws(JSONFault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek else { throw fault(.unexpectedEnd) }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw fault(.badEscape, at: start)
      }
      code = code << 4 | UInt32(digit)
      place += 1
    }
    return code
  }

  func fault(_ kind: JSONFault.Kind, at offset: Int? = nil) -> JSONFault {
    let offset = min(offset ?? place, bytes.count)
    let before = bytes[..<offset]
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return JSONFault(
      kind: kind, offset: offset, line: before.count { $0 == 10 } + 1,
      column: offset - lineStart + 1)
  }
}

/// The place of the first byte that belongs to no character of UTF-8, or nil.
func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  if bytes.allSatisfy({ $0 < 0x80 }) { return nil }
  var decoder = UTF8.ForwardParser()
  var source = bytes.makeIterator()
  var place = 0
  while true {
    switch decoder.parseScalar(from: &source) {
    case .valid(let scalar): place += scalar.count
    case .emptyInput: return nil
    case .error: return place
    }
  }
}
