#include "CommitMark.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  _Atomic uint64_t inside, commits, acknowledged, offered, measured_from, last_end;
} shared_mark;

static const size_t page = 4096;
static shared_mark *_Atomic own;
// The one write transaction there may be; readers' transactions are committed too and do not count.
static _Atomic(MDB_txn *) writing;

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
      .commits = shared->commits,
      .acknowledged = shared->acknowledged,
      .offered = shared->offered,
      .measured_from = shared->measured_from,
      .last_end = shared->last_end,
  };
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

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
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
  mark->inside = 1;
  int result = real(txn);
  if (result == 0) {
    if (mark->offered) mark->acknowledged = mark->offered;
    uint64_t end = now();
    if (++mark->commits == RETRACE_MARK_UNMEASURED) mark->measured_from = end;
    mark->last_end = end;
  }
  writing = NULL;
  mark->inside = 0;
  return result;
}
