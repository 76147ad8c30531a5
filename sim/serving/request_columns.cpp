// Names of columns. Azure 2023 and 2024 (github.com/Azure/AzurePublicDataset): TIMESTAMP, ContextTokens,
// GeneratedTokens. Mooncake (github.com/kvcache-ai/Mooncake): timestamp in milliseconds, input_length, output_length,
// hash_ids. Vidur (github.com/microsoft/vidur): arrived_at, num_prefill_tokens, num_decode_tokens. BurstGPT
// (github.com/HPMLL/BurstGPT): Timestamp, Request tokens, Response tokens.
#include "sim/serving/request_columns.hpp"

#include <array>
#include <cctype>

namespace gigapod {
namespace {

struct Name {
  std::string_view name;
  RequestColumn column;
};

/// The first name of a column is ours.
constexpr std::array kNames = {
    Name{"timestamp", RequestColumn::kSeconds},        Name{"arrival_seconds", RequestColumn::kSeconds},
    Name{"arrived_at", RequestColumn::kSeconds},       Name{"timestamp_ms", RequestColumn::kMilliseconds},
    Name{"input_tokens", RequestColumn::kPrompt},      Name{"ContextTokens", RequestColumn::kPrompt},
    Name{"input_length", RequestColumn::kPrompt},      Name{"prompt_tokens", RequestColumn::kPrompt},
    Name{"Request tokens", RequestColumn::kPrompt},    Name{"num_prefill_tokens", RequestColumn::kPrompt},
    Name{"output_tokens", RequestColumn::kOutput},     Name{"GeneratedTokens", RequestColumn::kOutput},
    Name{"output_length", RequestColumn::kOutput},     Name{"Response tokens", RequestColumn::kOutput},
    Name{"num_decode_tokens", RequestColumn::kOutput}, Name{"prefix_hashes", RequestColumn::kHashes},
    Name{"hash_ids", RequestColumn::kHashes},          Name{"tenant", RequestColumn::kTenant},
    Name{"priority", RequestColumn::kPriority},
};

std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c != ' ' && c != '_') letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return letters;
}

}  // namespace

RequestColumn request_column(std::string_view name) {
  for (const Name& known : kNames) {
    if (plain(known.name) == plain(name)) return known.column;
  }
  return RequestColumn::kOther;
}

const char* column_words(RequestColumn column) {
  switch (column) {
    case RequestColumn::kSeconds:
    case RequestColumn::kMilliseconds: return "timestamp";
    case RequestColumn::kPrompt: return "input tokens";
    case RequestColumn::kOutput: return "output tokens";
    case RequestColumn::kHashes: return "prefix hashes";
    case RequestColumn::kTenant: return "tenant";
    case RequestColumn::kPriority: return "priority";
    case RequestColumn::kOther: return "other";
  }
  return "";
}

std::string column_names(RequestColumn column) {
  std::string names;
  std::string others;
  for (const Name& known : kNames) {
    if (known.column != column) continue;
    if (names.empty()) {
      names = known.name;
    } else {
      others += (others.empty() ? "" : ", ") + std::string(known.name);
    }
  }
  return others.empty() ? names : names + " (or " + others + ")";
}

std::vector<std::string> known_column_names() {
  std::vector<std::string> names;
  for (const Name& known : kNames) names.emplace_back(known.name);
  return names;
}

}  // namespace gigapod
