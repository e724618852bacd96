// Counts what a process asks of the heap: stands in front of the C library's allocator.
//
// The executable that links this defines malloc and its relatives itself, for every library it loads, the
// Swift runtime too; each counts one and goes on to the C library's own.
#ifndef RETRACE_ALLOCATION_COUNT_H
#define RETRACE_ALLOCATION_COUNT_H

#include <stdint.h>

// How often the heap was asked for memory since the process began. Giving back is not counted.
uint64_t retrace_allocations(void);

#endif
