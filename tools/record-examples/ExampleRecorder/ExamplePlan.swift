import SchemaGen

/// What one example shows.
struct ExamplePlan {
  let name: String
  let values: SampleValues
  let head: HeadSample
  let isPresent: (_ field: SchemaField, _ values: inout SampleValues) -> Bool

  static func all(for schema: Schema) -> [ExamplePlan] {
    var plans = [
      ExamplePlan(name: "everyday values", values: SampleValues(.everyday), head: .everyday) {
        _, _ in true
      },
      ExamplePlan(name: "smallest values", values: SampleValues(.smallest), head: .smallest) {
        _, _ in true
      },
      ExamplePlan(name: "largest values", values: SampleValues(.largest), head: .largest) {
        _, _ in true
      },
    ]
    for seed in 1...3 as ClosedRange<UInt64> {
      plans.append(
        ExamplePlan(
          name: "drawn by seed \(seed)", values: SampleValues(.drawn, seed: seed), head: .early
        ) { _, values in values.flip() })
    }
    guard !schema.optionals.isEmpty else { return plans }
    plans.append(
      ExamplePlan(
        name: "no optional field", values: SampleValues(.everyday), head: .everyday
      ) { _, _ in false })
    for only in schema.optionals {
      plans.append(
        ExamplePlan(
          name: "of the optional fields only \(only.name)", values: SampleValues(.everyday),
          head: .everyday
        ) { field, _ in field.name == only.name })
    }
    return plans
  }
}
