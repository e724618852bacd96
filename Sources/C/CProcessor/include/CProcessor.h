// What the processor itself can do and Swift cannot say: instructions whose result is the same bits on every
// machine, so that Core may use them. Nothing here asks the world anything but which instructions there are.
#ifndef RETRACE_CPROCESSOR_H
#define RETRACE_CPROCESSOR_H

#include <stddef.h>
#include <stdint.h>

// Stirs `count` blocks of 64 bytes into the eight words of a SHA-256.
// Returns 1 when it did, 0 when the processor has no such instructions: nothing was changed then.
int retrace_sha256_blocks(uint32_t *words, const void *blocks, size_t count);

#endif
