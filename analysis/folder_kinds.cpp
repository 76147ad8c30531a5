#include "analysis/folder_kinds.hpp"

#include <algorithm>

namespace gigapod {

const FolderKind* find_folder_kind(const std::function<bool(std::string_view)>& holds) {
  const auto* found = std::find_if(kFolderKinds.begin(), kFolderKinds.end(),
                                   [&](const FolderKind& kind) { return holds(kind.file); });
  return found == kFolderKinds.end() ? nullptr : found;
}

}  // namespace gigapod
