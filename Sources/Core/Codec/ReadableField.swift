import Market
import Numerics

/// A field as people read it: its stored name and plain text, nil when it is absent.
public struct ReadableField: Equatable, Sendable {
  public let name: String
  public let text: String?
  /// Whether the text is a number, a truth value or a list of numbers, which JSON may carry bare.
  public let isBare: Bool
}

extension Field {
  /// - Parameter arena: The side buffer of the event's turn.
  public func readable(arena: borrowing ByteBuffer) -> ReadableField {
    switch value {
    case .instrument(let id): bare("\(id.number)")
    case .price(let price): bare(decimal(price.micros, places: 6))
    case .ratio(let ratio): bare(decimal(ratio.micros, places: 6))
    case .money(let money): bare(decimal(money.micros, places: 6))
    case .weight(let weight): bare(decimal(weight.micros, places: 6))
    case .units(let units): bare("\(units.count)")
    case .real(let value): value.isFinite ? bare("\(value)") : quoted("\(value)")
    case .numbers(let numbers, let form):
      bare("[\(arena.entries(of: numbers).map { Self.text($0, form) }.joined(separator: ","))]")
    case .int(let number), .count(let number): bare("\(number)")
    case .bits(let word): quoted(Hex.text(of: word))
    case .time(let time): quoted(time.text)
    case .digest(let digest): quoted(digest.hex)
    case .flag(let flag): bare(flag ? "true" : "false")
    case .label(let label): quoted(label)
    case .labels(let labels): bare("[\(labels.map { "\"\($0)\"" }.joined(separator: ","))]")
    case .text(let text): quoted(String(decoding: arena[text], as: UTF8.self))
    case .bytes(let bytes): quoted(Hex.text(of: [UInt8](arena[bytes])))
    case .counts(let list):
      bare("[\(arena[list].map { "\($0)" }.joined(separator: ","))]")
    case .pin(let pin):
      quoted(
        "\(Hex.text(of: pin.bits)) older \(pin.older) link \(Hex.text(of: pin.link)) "
          + "r \(Hex.text(of: pin.r)) v \(Hex.text(of: pin.v)) fill \(pin.fill)")
    case .absent: ReadableField(name: name, text: nil, isBare: true)
    }
  }

  private static func text(_ bits: UInt64?, _ form: NumberText) -> String {
    guard let bits else { return "null" }
    switch form {
    case .micros: return decimal(Int64(bitPattern: bits), places: 6)
    case .whole: return "\(Int64(bitPattern: bits))"
    case .real:
      let value = Double(bitPattern: bits)
      return value.isFinite ? "\(value)" : "\"\(value)\""
    }
  }

  private func bare(_ text: String) -> ReadableField {
    ReadableField(name: name, text: text, isBare: true)
  }

  private func quoted(_ text: String) -> ReadableField {
    ReadableField(name: name, text: text, isBare: false)
  }
}
