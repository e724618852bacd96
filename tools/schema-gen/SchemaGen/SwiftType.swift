/// How a schema type looks in Swift, and how it is written and read.
struct SwiftType: Sendable {
  let name: String
  /// Statement that appends `value` to `buffer`.
  let write: @Sendable (_ value: String) -> String
  /// Expression that reads one from `reader`.
  let read: String
  /// The `FieldValue` that shows it.
  let show: @Sendable (_ value: String) -> String

  static let plain: [String: SwiftType] = [
    "instrument": SwiftType(
      name: "InstrumentID", write: { "buffer.append(varint: UInt64(\($0).number))" },
      read: "InstrumentID(UInt16(truncatingIfNeeded: reader.varint(atMost: 65_535)))",
      show: { ".instrument(\($0))" }),
    "price": SwiftType(
      name: "Price", write: { "buffer.append(zigzag: \($0).micros)" },
      read: "Price(micros: reader.zigzag())", show: { ".price(\($0))" }),
    "ratio": SwiftType(
      name: "Ratio", write: { "buffer.append(zigzag: \($0).micros)" },
      read: "Ratio(micros: reader.zigzag())", show: { ".ratio(\($0))" }),
    "money": SwiftType(
      name: "Money", write: { "buffer.append(zigzag: \($0).micros)" },
      read: "Money(micros: reader.zigzag())", show: { ".money(\($0))" }),
    "weight": SwiftType(
      name: "Weight", write: { "buffer.append(zigzag: \($0).micros)" },
      read: "Weight(micros: reader.zigzag())", show: { ".weight(\($0))" }),
    "units": SwiftType(
      name: "Units", write: { "buffer.append(zigzag: \($0).count)" },
      read: "Units(reader.zigzag())", show: { ".units(\($0))" }),
    "real": SwiftType(
      name: "Double", write: { "buffer.append(fixed64: \($0).bitPattern)" },
      read: "reader.real()", show: { ".real(\($0))" }),
    "int": SwiftType(
      name: "Int64", write: { "buffer.append(zigzag: \($0))" }, read: "reader.zigzag()",
      show: { ".int(\($0))" }),
    "count": SwiftType(
      name: "Int64", write: { "buffer.append(varint: UInt64(\($0)))" },
      read: "Int64(truncatingIfNeeded: reader.varint(atMost: UInt64(Int64.max)))",
      show: { ".count(\($0))" }),
    "small": SwiftType(
      name: "UInt8", write: { "buffer.append(\($0))" }, read: "reader.byte()",
      show: { ".count(Int64(\($0)))" }),
    "bits": SwiftType(
      name: "UInt64", write: { "buffer.append(fixed64: \($0))" }, read: "reader.fixed64()",
      show: { ".bits(\($0))" }),
    "time": SwiftType(
      name: "Timestamp", write: { "buffer.append(\($0))" }, read: "reader.time()",
      show: { ".time(\($0))" }),
    "digest": SwiftType(
      name: "Digest256", write: { "buffer.append(\($0))" }, read: "reader.digest()",
      show: { ".digest(\($0))" }),
    "flag": SwiftType(
      name: "Bool", write: { "buffer.append(\($0))" }, read: "reader.flag()",
      show: { ".flag(\($0))" }),
    "text": SwiftType(
      name: "Text", write: { "buffer.append(\($0), from: arena)" },
      read: "reader.text(into: &arena, utf8: true)", show: { ".text(\($0))" }),
    "bytes": SwiftType(
      name: "Text", write: { "buffer.append(\($0), from: arena)" },
      read: "reader.text(into: &arena, utf8: false)", show: { ".bytes(\($0))" }),
    "counts": SwiftType(
      name: "Counts", write: { "buffer.append(\($0), from: arena)" },
      read: "reader.counts(into: &arena)", show: { ".counts(\($0))" }),
    "pin": SwiftType(
      name: "Pin", write: { "buffer.append(\($0))" }, read: "reader.pin()", show: { ".pin(\($0))" }),
  ]

  /// `list<T>`: entries of one type, each of which may be absent.
  static func list(of element: String) -> SwiftType? {
    let forms = [
      "money": "whole", "price": "whole", "ratio": "whole", "weight": "whole",
      "units": "whole", "int": "whole", "real": "real",
    ]
    guard let form = forms[element] else { return nil }
    let scaled = !["units", "int", "real"].contains(element)
    return SwiftType(
      name: "Numbers", write: { "buffer.append(\($0), .\(form), from: arena)" },
      read: "reader.numbers(.\(form), into: &arena)",
      show: { ".numbers(\($0), .\(form == "real" ? "real" : scaled ? "micros" : "whole"))" })
  }

  /// `set<E>`: some of the labels of an enumeration, as a bit each.
  static func set(of label: String) -> SwiftType {
    SwiftType(
      name: "LabelSet<\(label)>", write: { "buffer.append(varint: \($0).bits)" },
      read: "LabelSet<\(label)>(reader.varint(atMost: LabelSet<\(label)>.mostBits))",
      show: { ".labels(\($0).map(\\.name))" })
  }

  /// The enumeration of `set<E>`, nil for any other type.
  static func label(of type: String) -> String? {
    type.hasPrefix("set<") && type.hasSuffix(">") ? String(type.dropFirst(4).dropLast()) : nil
  }

  /// The element type of `list<T>`, nil for any other type.
  static func element(of type: String) -> String? {
    type.hasPrefix("list<") && type.hasSuffix(">") ? String(type.dropFirst(5).dropLast()) : nil
  }

  static func isKnown(_ type: String) -> Bool {
    plain[type] != nil || element(of: type).flatMap(list(of:)) != nil
  }

  static func of(_ type: String, in schemas: Schemas) -> SwiftType {
    if let found = plain[type] ?? element(of: type).flatMap(list(of:)) { return found }
    if let label = label(of: type),
      let found = schemas.enumerations.first(where: { $0.name == label })
    {
      return set(of: found.value.swift)
    }
    let found = schemas.enumerations.first { $0.name == type }
    let swift = found?.value.swift ?? type
    let first = Enumeration.swiftName(found?.value.cases.first ?? "")
    return SwiftType(
      name: swift, write: { "buffer.append(\($0).rawValue)" },
      read: "reader.label(\(swift).init(rawValue:), else: .\(first))",
      show: { ".label(\($0).name)" })
  }
}
