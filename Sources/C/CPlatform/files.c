#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int retrace_rename_new(const char *from, const char *to) {
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  // A file system that does not know the flag: a second name, too, never replaces.
  if (link(from, to) != 0) return -1;
  return unlink(from);
}

static char cut_words[1024];

// Only calls that a signal handler may make.
static void end_of_cut_file(int number) {
  (void)number;
  ssize_t written = write(2, cut_words, strlen(cut_words));
  (void)written;
  _exit(2);
}

void retrace_on_cut_file(const char *words) {
  snprintf(cut_words, sizeof cut_words, "%s", words);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end_of_cut_file;
  sigaction(SIGBUS, &action, NULL);
}
