// Says from outside where a process was when it died, and lets it die at a chosen step of a commit:
// stands in front of three calls of LMDB and of the system calls that a commit makes.
//
// The executable that links this defines mdb_txn_begin, mdb_put, mdb_txn_commit, write, writev, pwrite,
// fdatasync, fsync and msync itself; each goes on to the library's own. What they note lies in a file
// mapped by two processes, so it outlives a SIGKILL.
#ifndef RETRACE_COMMIT_MARK_H
#define RETRACE_COMMIT_MARK_H

#include <stdint.h>
#include <sys/types.h>

// What a process has told of its commits. Reads of another process's mark may be a moment old.
typedef struct {
  // Whether it is, or died, between the call of mdb_txn_commit and its return.
  uint64_t inside;
  // Whether LMDB's own mdb_txn_commit has returned success in the commit it is inside of.
  uint64_t done;
  // System calls that write or sync, begun in the commit it is inside of.
  uint64_t calls;
  // Write transactions whose commit returned success.
  uint64_t commits;
  // Last sequence of the newest page whose commit returned success; 0 for none.
  uint64_t acknowledged;
  // Last sequence of the newest page put in the transaction that is open; 0 for none.
  uint64_t offered;
} retrace_mark;

// Maps a file of one page for a mark, all zeros. Returns NULL with errno when it cannot be.
void *retrace_mark_create(const char *path);

// Has the process that adopts the mark kill itself in commit number `commit`, the first being 1, when it
// has made `calls` system calls in it; where a commit makes fewer, just before it returns.
void retrace_mark_aim(void *mark, uint64_t commit, uint64_t calls);

// Maps a mark that is there already and tells of this process's commits in it from now on.
int retrace_mark_adopt(const char *path);

// What stands in a mark now.
retrace_mark retrace_mark_read(const void *mark);

void retrace_mark_unmap(void *mark);

// Has the kernel kill this process when its parent dies. Returns -1 when that is dead already.
int retrace_die_with(pid_t parent);

#endif
