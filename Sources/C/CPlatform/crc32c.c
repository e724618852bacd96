#include "CPlatform.h"

#include <string.h>

static uint32_t by_table(uint32_t crc, const unsigned char *p, size_t n) {
  static const uint32_t nibble[16] = {
      0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
      0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75};
  while (n--) {
    crc ^= *p++;
    crc = (crc >> 4) ^ nibble[crc & 15];
    crc = (crc >> 4) ^ nibble[crc & 15];
  }
  return crc;
}

#if defined(__x86_64__)
#include <wmmintrin.h>
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_hardware(uint32_t crc, const unsigned char *p, size_t n) {
  uint64_t wide = crc;
  while (n >= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    wide = _mm_crc32_u64(wide, word);
    p += 8;
    n -= 8;
  }
  uint32_t narrow = (uint32_t)wide;
  while (n--) narrow = _mm_crc32_u8(narrow, *p++);
  return narrow;
}

// Three lanes of `lane` bytes, side by side. The instruction takes eight bytes a cycle and gives its result after
// three cycles, so that one lane alone keeps it waiting.
//
// What a first lane leaves must count as if the bytes behind it were zeros: it is multiplied by x^(8 bytes) without
// carries. The instruction multiplies a product by x^33 as it takes the rest of it, so the factors are
// `over_two` = x^(16 lane - 33) and `over_one` = x^(8 lane - 33), remainders of the polynomial, lowest bit first.
//
// Source: V. Gopal and others, Fast CRC Computation for iSCSI Polynomial Using CRC32 Instruction (Intel, 2011).
__attribute__((target("sse4.2,pclmul"), always_inline)) static inline uint32_t three_lanes(
    uint32_t crc, const unsigned char *p, size_t lane, uint32_t over_two, uint32_t over_one) {
  uint64_t first = crc, second = 0, third = 0;
  for (size_t at = 0; at < lane; at += 8) {
    uint64_t word[3];
    memcpy(&word[0], p + at, 8);
    memcpy(&word[1], p + at + lane, 8);
    memcpy(&word[2], p + at + 2 * lane, 8);
    first = _mm_crc32_u64(first, word[0]);
    second = _mm_crc32_u64(second, word[1]);
    third = _mm_crc32_u64(third, word[2]);
  }
  __m128i one = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)first), _mm_cvtsi32_si128((int)over_two), 0);
  __m128i two = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)second), _mm_cvtsi32_si128((int)over_one), 0);
  uint64_t product = (uint64_t)_mm_cvtsi128_si64(_mm_xor_si128(one, two));
  return (uint32_t)(_mm_crc32_u64(0, product) ^ third);
}

__attribute__((target("sse4.2,pclmul"))) static uint32_t by_lanes(uint32_t crc, const unsigned char *p, size_t n) {
  for (; n >= 3 * 1024; p += 3 * 1024, n -= 3 * 1024) crc = three_lanes(crc, p, 1024, 0xa51b6135, 0x170076fa);
  for (; n >= 3 * 128; p += 3 * 128, n -= 3 * 128) crc = three_lanes(crc, p, 128, 0xb9e02b86, 0x0d3b6092);
  return by_hardware(crc, p, n);
}
#endif

uint32_t retrace_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
  return ~by_table(~crc, bytes, count);
}

uint32_t retrace_crc32c(uint32_t crc, const void *bytes, size_t count) {
  const unsigned char *p = bytes;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) {
    return ~(__builtin_cpu_supports("pclmul") ? by_lanes(~crc, p, count) : by_hardware(~crc, p, count));
  }
#endif
  return retrace_crc32c_portable(crc, p, count);
}
