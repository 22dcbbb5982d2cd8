// Calls one entry of native code once: `run_entry SPEC... `, where a SPEC is
// `in:FILE` (an argument), `out:FILE:BYTES` (a result) or `arena:BYTES`, in the
// order of the entry's pointers. Each has a block of memory of its own, of its
// exact size, so that tools which check accesses to memory see its bounds.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void per_main_packed(void **pointers);

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static void *readFile(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END))
    fail(path);
  const size_t size = (size_t)ftell(file);
  rewind(file);
  void *memory = malloc(size);
  if (fread(memory, 1, size, file) != size)
    fail(path);
  fclose(file);
  return memory;
}

static void writeFile(const char *path, const void *memory, size_t size) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(memory, 1, size, file) != size || fclose(file))
    fail(path);
}

int main(int argc, char **argv) {
  void **pointers = malloc((size_t)argc * sizeof(void *));
  size_t *sizes = calloc((size_t)argc, sizeof(size_t));
  for (int i = 1; i < argc; ++i) {
    char *rest = strchr(argv[i], ':') + 1;
    if (argv[i][0] == 'i') {
      pointers[i - 1] = readFile(rest);
      continue;
    }
    char *number = strrchr(argv[i], ':');
    *number = '\0';
    sizes[i] = strtoull(number + 1, NULL, 10);
    pointers[i - 1] = argv[i][0] == 'a' ? aligned_alloc(64, sizes[i])
                                        : malloc(sizes[i]);
  }
  per_main_packed(pointers);
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == 'o')
      writeFile(strchr(argv[i], ':') + 1, pointers[i - 1], sizes[i]);
    free(pointers[i - 1]);
  }
  free(sizes);
  free(pointers);
  return 0;
}
