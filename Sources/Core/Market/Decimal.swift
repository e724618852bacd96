/// A count of 10^-places as decimal text: trailing zeros kept, a minus sign only on non-zero negatives.
///
///     decimal(1_386_760, places: 6) == "1.386760"
public func decimal(_ count: Int64, places: Int) -> String {
  let digits = String(count.magnitude)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let whole = padded.dropLast(places)
  let sign = count < 0 ? "-" : ""
  return places == 0 ? sign + whole : "\(sign)\(whole).\(padded.suffix(places))"
}
