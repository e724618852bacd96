// What Swift cannot say itself: hardware CRC32C, the flock call, whose name Swift gives to a struct, what the
// C library declares in malloc.h, a rename that replaces nothing, and the end of a process by SIGBUS.
#ifndef RETRACE_CPLATFORM_H
#define RETRACE_CPLATFORM_H

#include <stddef.h>
#include <stdint.h>

// CRC32C (Castagnoli) of `count` bytes, continuing from `crc` (0 at the start).
uint32_t retrace_crc32c(uint32_t crc, const void *bytes, size_t count);

// The same by a table, which a processor without the instruction is given.
uint32_t retrace_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

// Takes an exclusive lock on an open file without waiting. Returns 0, or -1 with errno.
int retrace_try_lock(int descriptor);

// Whether nobody holds the exclusive lock: takes a shared one, so that two who look never meet.
int retrace_probe_lock(int descriptor);

// Lets a lock go. Closing alone does not, while a process just forked still has the file.
int retrace_unlock(int descriptor);

// Gives memory that was freed, and that the C library keeps for later, back to the system.
void retrace_trim_heap(void);

// Gives a file a new name, unless something of that name is there. Returns 0, or -1 with errno.
int retrace_rename_new(const char *from, const char *to);

// From now on a mapped file that is cut while it is read ends the process with exit status 2 and these
// words on standard error, instead of a signal. At most 1,023 bytes are kept.
void retrace_on_cut_file(const char *words);

#endif
