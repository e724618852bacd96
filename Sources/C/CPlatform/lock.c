#include "CPlatform.h"

#include <sys/file.h>

int retrace_try_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int retrace_probe_lock(int descriptor) { return flock(descriptor, LOCK_SH | LOCK_NB); }

int retrace_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }
