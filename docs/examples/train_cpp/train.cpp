// Trains the network of ../tanh_mlp.py for a hundred steps. step.h has the
// function, step.a its code.

#include "step.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace {

std::vector<float> draw(std::size_t size, float scale,
                        std::mt19937 &generator) {
  std::normal_distribution<float> normal(0, scale);
  std::vector<float> values(size);
  for (float &value : values)
    value = normal(generator);
  return values;
}

struct Free {
  void operator()(void *memory) const { std::free(memory); }
};

} // namespace

int main() {
  std::mt19937 generator(0);
  auto first = draw(20 * 32, 0.2f, generator);
  auto second = draw(32 * 5, 0.2f, generator);
  const auto x = draw(64 * 20, 1, generator);
  const auto y = draw(64 * 5, 1, generator);
  auto newFirst = first, newSecond = second;
  // The working memory, a multiple of its alignment.
  const std::size_t alignment = PER_MAIN_ARENA_ALIGNMENT;
  const std::unique_ptr<void, Free> arena(std::aligned_alloc(
      alignment, (PER_MAIN_ARENA_BYTES / alignment + 1) * alignment));

  const float lambda = 1e-3f;
  const std::int32_t seed = 0;
  float loss = 0, start = 0;
  for (std::int32_t step = 0; step < 100; ++step) {
    per_main(first.data(), second.data(), x.data(), y.data(), &lambda, &seed,
             &step, &loss, newFirst.data(), newSecond.data(), arena.get());
    std::swap(first, newFirst);
    std::swap(second, newSecond);
    if (step == 0)
      start = loss;
  }
  std::printf("loss %.4f, after 100 steps %.4f\n", start, loss);
  return loss < 0.9f * start ? EXIT_SUCCESS : EXIT_FAILURE;
}
