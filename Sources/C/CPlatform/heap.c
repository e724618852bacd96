#include "CPlatform.h"

#include <malloc.h>

void retrace_trim_heap(void) { malloc_trim(0); }
