public import Events
import Ingest

extension Reducers {
  public func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    ingest.judge(event, into: &outbox)
  }

  @inline(__always) public func admits(_ quote: Quote) -> Bool { ingest.admits(quote) }
}
