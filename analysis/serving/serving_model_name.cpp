// Names of models as people write them.

#include "analysis/serving/serving_measurement.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace gigapod {
namespace {

/// Letters and digits only, in lower case: `Llama-3.3-70B` and `llama3.3_70b` are one name.
std::string letters_of(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0) result += static_cast<char>(std::tolower(letter));
  }
  return result;
}

/// Same weights' shape under another name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOtherNames{{{"llama3370b", "llama3.1-70b"},
                                                                                    {"metallama3", "llama3-"},
                                                                                    {"deepseekv3", "deepseek3-671b"},
                                                                                    {"deepseekr1", "deepseek3-671b"},
                                                                                    {"gptj", "gptj-6b"},
                                                                                    {"palm540b", "palm-540b"},
                                                                                    {"mixtral8x7b", "mixtral-8x7b"}}};

std::optional<std::string> named_by_letters(const std::string& letters,
                                            const std::map<std::string, TransformerSpec>& models) {
  for (const auto& [other, name] : kOtherNames) {
    if (letters.starts_with(other) && models.contains(std::string(name))) return std::string(name);
  }
  // The longest catalog name that the text starts with; the part after the size ("-a17b") may be missing.
  std::optional<std::string> best;
  std::size_t longest = 0;
  for (const auto& [name, model] : models) {
    const std::size_t active = name.rfind("-a");
    for (const std::string& key : {letters_of(name), letters_of(std::string_view(name).substr(0, active))}) {
      if (key.size() <= longest || !letters.starts_with(key)) continue;
      best = name;
      longest = key.size();
    }
  }
  return best;
}

}  // namespace

std::optional<std::string> model_named(std::string_view text, const std::map<std::string, TransformerSpec>& models) {
  if (models.contains(std::string(text))) return std::string(text);
  if (const auto named = named_by_letters(letters_of(text), models)) return named;
  const std::size_t owner = text.find('/');
  if (owner == std::string_view::npos) return std::nullopt;
  return named_by_letters(letters_of(text.substr(owner + 1)), models);
}

}  // namespace gigapod
