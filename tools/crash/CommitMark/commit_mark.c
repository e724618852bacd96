#include "CommitMark.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>

typedef struct {
  _Atomic uint64_t inside, done, calls, commits, acknowledged, offered, aim_commit, aim_calls;
} shared_mark;

static const size_t page = 4096;
static shared_mark *_Atomic own;
// The one write transaction there may be; readers' transactions are committed too and do not count.
static _Atomic(MDB_txn *) writing;
// Whether this thread is inside the commit of that transaction: others may write files meanwhile.
static _Thread_local bool committing;

static void *map(int file) {
  void *mapped = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return mapped == MAP_FAILED ? NULL : mapped;
}

void *retrace_mark_create(const char *path) {
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return NULL;
  if (ftruncate(file, (off_t)page) != 0) {
    close(file);
    return NULL;
  }
  return map(file);
}

int retrace_mark_adopt(const char *path) {
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return -1;
  own = map(file);
  return own ? 0 : -1;
}

retrace_mark retrace_mark_read(const void *mark) {
  // Atomics are not const in C; nothing is written here.
  shared_mark *shared = (shared_mark *)(uintptr_t)mark;
  return (retrace_mark){
      .inside = shared->inside,
      .done = shared->done,
      .calls = shared->calls,
      .commits = shared->commits,
      .acknowledged = shared->acknowledged,
      .offered = shared->offered,
  };
}

void retrace_mark_aim(void *mark, uint64_t commit, uint64_t calls) {
  shared_mark *shared = mark;
  shared->aim_calls = calls;
  shared->aim_commit = commit;
}

void retrace_mark_unmap(void *mark) { munmap(mark, page); }

int retrace_die_with(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -1;
  return getppid() == parent ? 0 : -1;
}

// LMDB's own function behind ours. Without it nothing can go on.
static void *behind(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

static bool is_aimed(shared_mark *mark) { return mark->aim_commit == mark->commits + 1; }

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// Stands in front of each system call that may put bytes on the disk.
static void step(void) {
  shared_mark *mark = own;
  if (!committing || !mark) return;
  if (is_aimed(mark) && mark->calls == mark->aim_calls) die();
  mark->calls++;
}

int mdb_txn_begin(MDB_env *env, MDB_txn *parent, unsigned int flags, MDB_txn **txn) {
  static int (*_Atomic real)(MDB_env *, MDB_txn *, unsigned int, MDB_txn **);
  if (!real) real = (int (*)(MDB_env *, MDB_txn *, unsigned int, MDB_txn **))behind("mdb_txn_begin");
  int result = real(env, parent, flags, txn);
  if (result == 0 && !(flags & MDB_RDONLY)) {
    writing = *txn;
    if (own) own->offered = 0;
  }
  return result;
}

int mdb_put(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *data, unsigned int flags) {
  static int (*_Atomic real)(MDB_txn *, MDB_dbi, MDB_val *, MDB_val *, unsigned int);
  if (!real) real = (int (*)(MDB_txn *, MDB_dbi, MDB_val *, MDB_val *, unsigned int))behind("mdb_put");
  int result = real(txn, dbi, key, data, flags);
  // A page of events: schemas/journal-format.md, section 3.
  if (result == 0 && own && key->mv_size == 8 && data->mv_size >= 224 &&
      memcmp(data->mv_data, "RTPG", 4) == 0) {
    uint64_t last;
    memcpy(&last, (const char *)data->mv_data + 32, sizeof last);
    own->offered = last;
  }
  return result;
}

int mdb_txn_commit(MDB_txn *txn) {
  static int (*_Atomic real)(MDB_txn *);
  if (!real) real = (int (*)(MDB_txn *))behind("mdb_txn_commit");
  shared_mark *mark = own;
  if (!mark || txn != writing) return real(txn);
  mark->calls = 0;
  mark->done = 0;
  mark->inside = 1;
  committing = true;
  int result = real(txn);
  committing = false;
  if (result == 0) {
    mark->done = 1;
    if (is_aimed(mark)) die();
    if (mark->offered) mark->acknowledged = mark->offered;
    mark->commits++;
  }
  writing = NULL;
  mark->inside = 0;
  return result;
}

#define IN_FRONT_OF(result, name, parameters, arguments)      \
  result name parameters {                                    \
    static result(*_Atomic real) parameters;                  \
    if (!real) real = (result(*) parameters)behind(#name);    \
    step();                                                   \
    return real arguments;                                    \
  }

IN_FRONT_OF(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count))
IN_FRONT_OF(ssize_t, writev, (int file, const struct iovec *parts, int count), (file, parts, count))
IN_FRONT_OF(ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t place),
            (file, bytes, count, place))
IN_FRONT_OF(int, fdatasync, (int file), (file))
IN_FRONT_OF(int, fsync, (int file), (file))
IN_FRONT_OF(int, msync, (void *bytes, size_t count, int flags), (bytes, count, flags))
