// A disk that fails, for a real process: loaded in front of the C library by LD_PRELOAD.
//
// RETRACE_FAULTY_DISK names what goes wrong with data.mdb, and at which write or sync, counted from 1:
//
//   eio:N       write N fails with EIO, once; all others succeed
//   full:N      write N and all after it fail with ENOSPC
//   tear:N      write N stores its first half and says that it stored all
//   stale:N     write N stores nothing and says that it stored all: the old bytes stay
//   sync-eio:N  sync N fails with EIO, once
//   lie:N       sync N and all after it do nothing and say that they did; as sync N found the file it is
//               copied to data.mdb.kept, which is what a power cut would leave
//
//   kill:N      the process is killed before step N: a write or a sync of any file, a rename, a removal
//   stop:N      the process is sent SIGTERM before step N, which never comes; stop-twice:N sends SIGINT too
//
// RETRACE_FAULTY_DISK_COUNTS names a file that gets the counts of writes, syncs and steps at the end.
// RETRACE_CLOCK_FILE names a file whose number of seconds the wall clock shows while the file is there.
//
// Nothing here is called by name: this header only lets the package build the library.
#ifndef RETRACE_FAULTY_DISK_H
#define RETRACE_FAULTY_DISK_H

#endif
