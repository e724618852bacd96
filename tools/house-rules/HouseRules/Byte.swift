// Lets a byte be compared with, and matched by, an ASCII character, so that the lexer reads like the
// grammar it follows.

func == (byte: UInt8?, character: Unicode.Scalar) -> Bool {
  byte.map { UInt32($0) == character.value } ?? false
}

func != (byte: UInt8?, character: Unicode.Scalar) -> Bool { !(byte == character) }

func ~= (character: Unicode.Scalar, byte: UInt8) -> Bool { UInt32(byte) == character.value }

func ~= (characters: ClosedRange<Unicode.Scalar>, byte: UInt8) -> Bool {
  UInt32(byte) >= characters.lowerBound.value && UInt32(byte) <= characters.upperBound.value
}
