#include "FaultyDisk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static atomic_long writes, syncs, steps;

// Tells at the end how many writes and syncs there were.
__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("RETRACE_FAULTY_DISK_COUNTS");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld %ld %ld\n", (long)writes, (long)syncs, (long)steps);
  fclose(file);
}

// The C library's own function behind ours.
static void *behind(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}

// Which write or sync a kind of fault begins at; 0 when it is not asked for.
static long place_of(const char *kind) {
  const char *asked = getenv("RETRACE_FAULTY_DISK");
  size_t length = strlen(kind);
  if (!asked || strncmp(asked, kind, length) != 0 || asked[length] != ':') return 0;
  return atol(asked + length + 1);
}

// Ends the process before the step at which it is to be killed: a write, a sync, or a change of a folder.
static void step(void) {
  long now = ++steps;
  if (now == place_of("kill")) kill(getpid(), SIGKILL);
  // The second comes with the first step of whoever cleans up after the first.
  long twice = place_of("stop-twice");
  if (twice > 0 && now == twice + 1) kill(getpid(), SIGINT);
  if (now != place_of("stop") && now != twice) return;
  kill(getpid(), SIGTERM);
  for (;;) pause();
}

// Whether a file is a journal's data.mdb; its path is left in `path`.
static bool is_data(int file, char path[4096]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, 4095);
  if (count < 0) return false;
  path[count] = 0;
  static const char name[] = "/data.mdb";
  return count >= (ssize_t)sizeof name && strcmp(path + count - (sizeof name - 1), name) == 0;
}

enum outcome { as_asked, fails, half, nothing };

// What happens to the next write of a file.
static enum outcome next_write(int file) {
  char path[4096];
  if (!is_data(file, path)) return as_asked;
  long now = ++writes;
  if (now == place_of("eio")) {
    errno = EIO;
    return fails;
  }
  long full = place_of("full");
  if (full > 0 && now >= full) {
    errno = ENOSPC;
    return fails;
  }
  if (now == place_of("tear")) return half;
  if (now == place_of("stale")) return nothing;
  return as_asked;
}

// Stores only the first bytes of a write and says that all were stored. The file grows as it would have.
static ssize_t store_some(int file, const char *bytes, size_t stored, size_t all, off_t offset) {
  static ssize_t (*_Atomic real)(int, const void *, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))behind("pwrite");
  off_t end = lseek(file, 0, SEEK_END);
  if (end < offset + (off_t)all && ftruncate(file, offset + (off_t)all) != 0) return -1;
  if (stored > 0 && real(file, bytes, stored, offset) < 0) return -1;
  return (ssize_t)all;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*_Atomic real)(int, const void *, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))behind("pwrite");
  step();
  switch (next_write(file)) {
    case fails: return -1;
    case half: return store_some(file, bytes, count / 2, count, offset);
    case nothing: return store_some(file, bytes, 0, count, offset);
    default: return real(file, bytes, count, offset);
  }
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  static ssize_t (*_Atomic real)(int, const struct iovec *, int);
  if (!real) real = (ssize_t(*)(int, const struct iovec *, int))behind("writev");
  step();
  enum outcome outcome = next_write(file);
  if (outcome == as_asked) return real(file, parts, count);
  if (outcome == fails) return -1;
  off_t offset = lseek(file, 0, SEEK_CUR);
  size_t all = 0;
  for (int part = 0; part < count; part++) all += parts[part].iov_len;
  char *bytes = malloc(all);
  if (!bytes || offset < 0) abort();
  size_t filled = 0;
  for (int part = 0; part < count; part++) {
    memcpy(bytes + filled, parts[part].iov_base, parts[part].iov_len);
    filled += parts[part].iov_len;
  }
  ssize_t result = store_some(file, bytes, outcome == half ? all / 2 : 0, all, offset);
  free(bytes);
  return lseek(file, offset + (off_t)all, SEEK_SET) < 0 ? -1 : result;
}

// Leaves what the disk really has beside the file.
static void keep(const char *path) {
  char kept[4096 + 8];
  snprintf(kept, sizeof kept, "%s.kept", path);
  int from = open(path, O_RDONLY | O_CLOEXEC);
  int to = open(kept, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (from < 0 || to < 0) abort();
  char block[1 << 16];
  ssize_t count;
  while ((count = read(from, block, sizeof block)) > 0) {
    if (write(to, block, (size_t)count) != count) abort();
  }
  close(from);
  close(to);
}

static int sync_by(const char *name, int file) {
  int (*real)(int) = (int (*)(int))behind(name);
  step();
  char path[4096];
  if (!is_data(file, path)) return real(file);
  long now = ++syncs;
  if (now == place_of("sync-eio")) {
    errno = EIO;
    return -1;
  }
  long lie = place_of("lie");
  if (lie == 0 || now < lie) return real(file);
  if (now == lie) keep(path);
  return 0;
}

int fdatasync(int file) { return sync_by("fdatasync", file); }

int fsync(int file) { return sync_by("fsync", file); }

int rename(const char *from, const char *to) {
  step();
  return ((int (*)(const char *, const char *))behind("rename"))(from, to);
}

int unlink(const char *path) {
  step();
  return ((int (*)(const char *))behind("unlink"))(path);
}

int mkdir(const char *path, mode_t mode) {
  step();
  return ((int (*)(const char *, mode_t))behind("mkdir"))(path, mode);
}

int rmdir(const char *path) {
  step();
  return ((int (*)(const char *))behind("rmdir"))(path);
}

// The wall clock shows the seconds that the file RETRACE_CLOCK_FILE holds, while there is such a file.
int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*_Atomic real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))behind("clock_gettime");
  const char *path = clock == CLOCK_REALTIME ? getenv("RETRACE_CLOCK_FILE") : NULL;
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return real(clock, time);
  char text[32] = {0};
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return real(clock, time);
  time->tv_sec = (time_t)atoll(text);
  time->tv_nsec = 0;
  return 0;
}
