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
    case .int(let number), .count(let number): bare("\(number)")
    case .bits(let word): quoted(Hex.text(of: word))
    case .time(let time): quoted(time.text)
    case .digest(let digest): quoted(digest.hex)
    case .flag(let flag): bare(flag ? "true" : "false")
    case .label(let label): quoted(label)
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

  private func bare(_ text: String) -> ReadableField {
    ReadableField(name: name, text: text, isBare: true)
  }

  private func quoted(_ text: String) -> ReadableField {
    ReadableField(name: name, text: text, isBare: false)
  }
}

extension EventBody {
  /// All fields as people read them.
  public func readable(arena: borrowing ByteBuffer) -> [ReadableField] {
    var found: [ReadableField] = []
    for field in fields(arena: arena) { found.append(field.readable(arena: arena)) }
    return found
  }
}
