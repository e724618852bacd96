import Market

extension SettingReading {
  /// A text as it stands.
  func word(_ given: GivenSetting.Form) throws(Refusal) -> String {
    switch given {
    case .text(let text), .json(.text(let text)):
      guard !text.isEmpty else { throw .wrongType("is empty") }
      return text
    case .json(let other): throw .wrongType("is \(other.form), not a text")
    }
  }

  /// Printable ASCII without spaces: it stands on a line of its own in the canonical text.
  func plainText(_ given: GivenSetting.Form) throws(Refusal) -> String {
    let text = try word(given)
    guard text.utf8.count <= 64 else { throw .outOfRange("is longer than 64 bytes") }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .wrongType("holds a space, or a character that is not ASCII")
    }
    return text
  }

  func localTime(_ given: GivenSetting.Form) throws(Refusal) -> LocalTime {
    guard let time = LocalTime(text: try word(given)) else {
      throw .wrongType("is no time as HH:MM")
    }
    if let greatest = row.greatest.flatMap({ LocalTime(text: $0) }), time > greatest {
      throw .outOfRange("is too late")
    }
    return time
  }

  func label(_ given: GivenSetting.Form) throws(Refusal) -> String {
    let text = try word(given)
    guard row.labels.contains(text) else { throw .outOfRange("is none of its labels") }
    return text
  }

  /// Names between commas, or a JSON list of names.
  func instruments(_ given: GivenSetting.Form) throws(Refusal) -> [Instrument] {
    var names: [String] = []
    if case .json(.list(let elements)) = given {
      for element in elements {
        guard case .text(let name) = element else {
          throw .wrongType("lists \(element.form) among the names")
        }
        names.append(name)
      }
    } else {
      names = try word(given).split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init)
    }
    guard !names.isEmpty else { throw .outOfRange("names no instrument") }
    guard names.count <= 28 else { throw .outOfRange("names more than 28 instruments") }
    var found: [Instrument] = []
    for name in names {
      guard let instrument = Instrument.known(name) else {
        throw .outOfRange(
          "names \"\(shortened(name))\", which is no pair of two majors, base first")
      }
      guard !found.contains(instrument) else { throw .outOfRange("names \(name) twice") }
      found.append(instrument)
    }
    return found
  }

  /// `none`, or `fault:n` between commas; sorted as the schema lists the faults.
  func faults(_ given: GivenSetting.Form) throws(Refusal) -> [PaperFaultRate] {
    let text = try word(given)
    if text == "none" { return [] }
    var rates: [PaperFaultRate] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw .wrongType("is no list of fault:rate") }
      guard let fault = PaperFault(rawValue: pair[0]) else {
        throw .outOfRange("names the fault \"\(shortened(pair[0]))\", which there is not")
      }
      guard !rates.contains(where: { $0.fault == fault }) else {
        throw .outOfRange("names the fault \(pair[0]) twice")
      }
      guard let number = NumberText(pair[1]), number.isWhole, let rate = number.count(places: 0),
        (0...1_000).contains(rate)
      else { throw .outOfRange("gives \(pair[0]) no whole rate from 0 to 1000") }
      rates.append(PaperFaultRate(fault: fault, perMille: rate))
    }
    return PaperFault.allCases.compactMap { fault in
      rates.first { $0.fault == fault && $0.perMille > 0 }
    }
  }
}
