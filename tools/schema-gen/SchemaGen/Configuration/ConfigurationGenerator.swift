/// Turns the settings into Swift and into the schema of their event.
package enum ConfigurationGenerator {
  /// The generated files by their places below the package's root.
  ///
  /// - Parameter subscribersKey: How event schemas name the actors that receive an event.
  package static func files(
    from schema: ConfigurationSchema, subscribersKey: String = "subscribers"
  ) throws -> [(path: String, text: String)] {
    let event = SettingsEventFile(
      schema: schema, subscribersKey: subscribersKey,
      subscribers: ["AllocatorActor", "PortfolioActor", "PaperVenue"])
    return [
      (
        "Sources/Core/Configuration/Generated/TradingSettings.swift",
        try SettingsFile(schema: schema).text()
      ),
      (
        "Sources/Core/Configuration/Generated/TradingSettings+Event.swift",
        SettingsConversionFile(schema: schema).text
      ),
      ("schemas/events/node.configuration-applied.json", event.text),
    ]
  }
}
