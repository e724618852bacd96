import Market
import Node
import TestSupport
import Testing

@Suite struct `The space of a disk` {
  @Test(arguments: [(799, false), (800, true), (801, true), (0, false), (1_000, true)])
  func `is nearly used up from 80 per cent on`(used: UInt64, isNearlyFull: Bool) {
    let disk = DiskSpace(usedBytes: used << 20, freeBytes: (1_000 - used) << 20)
    #expect(disk.usedPerMille == used)
    #expect(disk.isNearlyFull == isNearlyFull)
    #expect((disk.warning(for: "may") != nil) == isNearlyFull)
  }

  @Test func `is warned of with what is left and what to do`() throws {
    let text = try #require(
      DiskSpace(usedBytes: 800 << 20, freeBytes: 200 << 20).warning(for: "may"))
    #expect(text.hasPrefix("the disk of may is 80 % full, 200 MiB are free."))
    #expect(text.contains("retrace journal seal"))
  }

  @Test func `is counted without overflow, and nothing at all is full`() {
    let most = UInt64.max / 2
    #expect(DiskSpace(usedBytes: most, freeBytes: most).usedPerMille == 500)
    #expect(DiskSpace(usedBytes: 0, freeBytes: 0).isNearlyFull)
  }

  @Test func `is that of the nearest folder that is there`() throws {
    let folder = TemporaryFolder()
    let here = try #require(DiskSpace(of: folder.path))
    let below = try #require(DiskSpace(near: folder.path("not/there/yet")))
    #expect(below.usedBytes + below.freeBytes > 0)
    #expect(here.usedBytes > 0)
    #expect(DiskSpace(of: folder.path("not/there/yet")) == nil)
    #expect(DiskSpace(near: "not/there/yet") != nil)
  }
}

@Suite struct `The growth of a journal` {
  private static let hour = 3_600 * nanosecondsPerSecond

  @Test func `is told in bytes a day, and in days that the free space lasts`() {
    let growth = JournalGrowth(bytes: 48_000_000, nanoseconds: 48 * Self.hour)
    #expect(growth.bytesPerDay == 24_000_000)
    #expect(growth.days == 2)
    #expect(growth.daysLeft(of: 240_000_000) == 10)
    #expect(growth.daysLeft(of: 23_999_999) == 0)
  }

  @Test func `is not told of less than an hour`() {
    #expect(JournalGrowth(bytes: 1_000_000, nanoseconds: Self.hour - 1).bytesPerDay == nil)
    #expect(JournalGrowth(bytes: 1_000_000, nanoseconds: Self.hour).bytesPerDay == 24_000_000)
    #expect(JournalGrowth(bytes: 1_000_000, nanoseconds: 0).daysLeft(of: 1) == nil)
  }
}
