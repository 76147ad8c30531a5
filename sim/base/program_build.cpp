// The linker puts a hash of the library's content into a note of the loaded file.

#include "sim/base/program_build.hpp"

#include "sim/base/version.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <link.h>

namespace gigapod {
namespace {

constexpr std::size_t aligned(std::size_t size) { return (size + 3) / 4 * 4; }

/// The build ID among the notes of a segment; empty when there is none.
std::string build_id(const std::byte* notes, std::size_t size) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head{};
    std::memcpy(&head, notes, sizeof head);
    const std::size_t content = sizeof head + aligned(head.n_namesz);
    const std::size_t whole = content + aligned(head.n_descsz);
    if (whole > size) break;
    const bool is_gnu = head.n_namesz == 4 && std::memcmp(notes + sizeof head, "GNU", 4) == 0;
    if (is_gnu && head.n_type == NT_GNU_BUILD_ID) {
      std::string text;
      for (std::size_t i = 0; i < head.n_descsz; ++i) text += fmt::format("{:02x}", notes[content + i]);
      return text;
    }
    notes += whole;
    size -= whole;
  }
  return {};
}

struct Search {
  std::uintptr_t address = 0;
  std::string id;
};

/// Called for each loaded file; looks at the one that holds the address.
int look(dl_phdr_info* file, std::size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  bool is_wanted = false;
  std::string id;
  for (std::size_t i = 0; i < file->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = file->dlpi_phdr[i];
    const std::uintptr_t begin = file->dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && search.address >= begin && search.address - begin < segment.p_memsz) {
      is_wanted = true;
    }
    if (segment.p_type == PT_NOTE && id.empty()) {
      id = build_id(reinterpret_cast<const std::byte*>(begin), segment.p_memsz);
    }
  }
  if (!is_wanted) return 0;
  search.id = id;
  return 1;
}

std::string found_build() {
  Search search{reinterpret_cast<std::uintptr_t>(&look), {}};
  dl_iterate_phdr(&look, &search);
  return search.id.empty() ? version() : search.id;
}

}  // namespace

const std::string& program_build() {
  static const std::string build = found_build();
  return build;
}

}  // namespace gigapod
