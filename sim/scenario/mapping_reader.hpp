#pragma once

#include "sim/base/fields.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/read_value.hpp"

#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Reads one mapping key by key and reports, at the end, the keys nobody asked for.
class MappingReader {
 public:
  /// `where` names the mapping in messages: "job 'frontier'". A node of another kind is a finding and reads as empty.
  MappingReader(const DocumentNode& node, std::string where, Findings& findings);

  [[nodiscard]] bool is_valid() const { return is_valid_; }
  [[nodiscard]] const DocumentNode& node() const { return *node_; }
  /// The value of the key, nullptr without; from now on the key is known.
  const DocumentNode* take(const std::string& key);
  /// As take; a finding when there is none.
  const DocumentNode* require(const std::string& key);

  /// Reads every field of the list that is given into `object`; fields of the list that are not given keep their
  /// value. With `is_complete`, a missing required field is a finding. True when all of them read.
  template <class T>
  bool read(const FieldList<T>& list, T& object, bool is_complete = true, std::span<const ZeroWord> words = {}) {
    bool all_read = true;
    for (const auto& entry : list.entries()) {
      if (const auto value = read_field(entry.field, is_complete, words, all_read)) entry.write(object, *value);
    }
    return all_read;
  }

  /// The items of the list under the key, each read as `item`; empty without the key. True when all of them read.
  bool read_list(const std::string& key, const Field& item, std::vector<FieldValue>& values);

  /// Reports the keys that were given and never taken.
  void finish();

 private:
  std::optional<FieldValue> read_field(const Field& field, bool is_complete, std::span<const ZeroWord> words,
                                       bool& all_read);

  const DocumentNode* node_;
  std::string where_;
  Findings* findings_;
  std::vector<std::string> known_;
  bool is_valid_ = true;
};

}  // namespace gigapod
