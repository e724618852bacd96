package import Numerics

/// Every setting of a run that decides anything, as it is recorded at the opening.
package struct Settings: Equatable, Sendable {
  package var barSeconds: Int64 = 60
  package var stabilizingIn: Int64 = 2
  package var convergedIn: Int64 = 4
  package var stabilizingOut: Int64 = 1
  package var convergedOut: Int64 = 3
  package var signalStride: Int64 = 4
  package var signaturePrecision: Int64 = 2

  package init() {}

  /// One `name=value` line each, sorted by name: what `node.run-started` carries.
  package var text: String {
    [
      "bar_seconds=\(barSeconds)", "converged_in=\(convergedIn)",
      "converged_out=\(convergedOut)", "signal_stride=\(signalStride)",
      "signature_precision=\(signaturePrecision)", "stabilizing_in=\(stabilizingIn)",
      "stabilizing_out=\(stabilizingOut)",
    ].map { $0 + "\n" }.joined()
  }

  package var hash: Digest256 { SHA256.digest(of: [UInt8](text.utf8)) }
}
