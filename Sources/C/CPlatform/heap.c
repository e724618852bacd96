#include "CPlatform.h"

#include <malloc.h>

void retrace_give_back_heap(void) { malloc_trim(0); }
