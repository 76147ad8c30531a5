/// Writes the example trace that is shipped under scenarios/traces: `write_example_trace FILE.et`.
#include "tests/unit/trace/example_trace.hpp"

#include <cstdio>
#include <fstream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write_example_trace FILE.et\n", stderr);
    return 2;
  }
  std::ofstream file(argv[1], std::ios::binary);
  file << gigapod::test::example_trace();
  return file.flush() ? 0 : 1;
}
