#include "winograd.h"

#include <algorithm>
#include <vector>

#include "thread-team.h"

namespace concord {
namespace {

struct Place {
  int n, y, x;
};

Place placeOf(const Convolution& job, int tile) {
  const int across = job.tilesAcross(), down = job.tilesDown();
  return {tile / (across * down), tile / across % down * 4, tile % across * 4};
}

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,prefer-vector-width=512")
namespace avx512 {
constexpr int lanes = 16, rows = 12;
#include "winograd.inc"
}  // namespace avx512
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
constexpr int lanes = 8, rows = 6;
#include "winograd.inc"
}  // namespace avx2
#pragma GCC pop_options

bool hasAvx512() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  return has;
}
bool hasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}

// The best form of each for this processor.
#define CONCORD_BEST(name) \
  const auto name = [](auto&&... parts) { return hasAvx512() ? avx512::name(parts...) : avx2::name(parts...); }
#else
bool hasAvx2() { return false; }
#define CONCORD_BEST(name) const auto name = [](auto&&...) {}
#endif

CONCORD_BEST(convolveTiles);
CONCORD_BEST(gatherTiles);
CONCORD_BEST(transformRow);
CONCORD_BEST(gatherRow);

// Tiles at a time: few enough that what is between the transforms stays in a core's own cache (3/4 MiB), enough that the
// filters are not read again all the time, and no thread is left without any.
int blockOf(const Convolution& job, int threads, int least) {
  const int fitting = (3 << 18) / (144 * (job.in + job.out));
  const int share = (job.tiles() + threads - 1) / threads;
  return std::max(12, std::min(std::max(least, fitting), share) / 12 * 12);
}

size_t scratchOf(const Convolution& job, int block) { return static_cast<size_t>(36) * block * (job.in + job.out); }

}  // namespace

bool canConvolve() { return hasAvx2(); }

void convolve(const Convolution& job, const float* x, const float* kernel, bool turned, float* y, int threads) {
  std::vector<float> filters(static_cast<size_t>(36) * job.in * job.out);
  const int n = turned ? job.out : job.in, width = turned ? job.in : job.out;
  team().each(n, threads, [&](int i, int) { transformRow(kernel, i, n, width, turned, filters.data()); });

  const int block = blockOf(job, threads, 24), tiles = job.tiles();
  std::vector<std::vector<float>> scratch(threads, std::vector<float>(scratchOf(job, block)));
  team().each((tiles + block - 1) / block, threads, [&](int i, int thread) {
    convolveTiles(job, x, filters.data(), y, i * block, std::min(tiles, (i + 1) * block), scratch[thread].data());
  });
}

void convolveFilter(const Convolution& job, const float* x, const float* dy, float* kernel, int threads) {
  const int block = blockOf(job, threads, 48), tiles = job.tiles(), share = (tiles + threads - 1) / threads;
  std::vector<std::vector<float>> sums(threads);
  std::vector<const float*> parts(threads);
  // A share is a thread's, whoever is faster: the order of the sums, and so their last digit, is that of every other run.
  team().each(threads, threads, [&](int part, int) {
    sums[part].assign(static_cast<size_t>(36) * job.in * job.out, 0);
    parts[part] = sums[part].data();
    std::vector<float> scratch(scratchOf(job, block));
    const int end = std::min(tiles, (part + 1) * share);
    for (int from = part * share; from < end; from += block)
      gatherTiles(job, x, dy, sums[part].data(), from, std::min(end, from + block), scratch.data());
  });
  team().each(job.in, threads, [&](int i, int) { gatherRow(parts.data(), threads, i, job.in, job.out, kernel); });
}

}  // namespace concord
