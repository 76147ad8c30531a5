#include "sim/model/step/parallelism_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>
#include <utility>

namespace gigapod {

namespace {

bool is_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// A name with its number, in either order: `ici_fsdp=64`, `TP8`, `12-way model`.
struct Term {
  std::string name;
  int number = 0;
  bool over_dcn = false;
};

int read_number(std::string_view text, std::size_t& at) {
  int number = 0;
  const auto result = std::from_chars(text.data() + at, text.data() + text.size(), number);
  at = static_cast<std::size_t>(result.ptr - text.data());
  return number;
}

std::string read_name(std::string_view text, std::size_t& at) {
  std::string name;
  while (at < text.size() &&
         (is_name(text[at]) || (text[at] == '-' && at + 1 < text.size() && is_name(text[at + 1])))) {
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(text[at++])));
  }
  return name;
}

/// The next term at or after `at`; an empty name when the text is done.
Term next_term(std::string_view text, std::size_t& at) {
  Term term;
  while (at < text.size() && term.name.empty()) {
    if (is_digit(text[at])) {
      const int number = read_number(text, at);
      if (text.substr(at, 5) != "-way ") continue;
      at += 5;
      term.number = number;
      term.name = read_name(text, at);
    } else if (is_name(text[at])) {
      std::string name = read_name(text, at);
      std::size_t value = at;
      while (value < text.size() && (text[value] == ' ' || text[value] == '=')) ++value;
      const bool touches = value == at || text.substr(at, value - at).find('=') != std::string_view::npos;
      const bool spaced_fsdp = name == "fsdp" && value < text.size() && is_digit(text[value]);
      if (value >= text.size() || !is_digit(text[value]) || !(touches || spaced_fsdp)) continue;
      at = value;
      term.number = read_number(text, at);
      term.name = std::move(name);
    } else {
      ++at;
    }
  }
  term.over_dcn = text.substr(at, 9) == " over DCN" || term.name.starts_with("dcn");
  return term;
}

void apply(const Term& term, PublishedParallelism& result) {
  Parallelism& p = result.degrees;
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), term.name) != names.end();
  };
  const int n = std::max(1, term.number);
  if (is({"dcn_data"}) || (term.over_dcn && is({"dp", "data"}))) p.dcn_data = n;
  if (is({"dcn_fsdp"})) p.dcn_fsdp = n;
  if (is({"dcn_pipeline"}) || (term.over_dcn && is({"pp"}))) p.dcn_pipeline = n;
  if (is({"tp", "ici_tensor", "tensor", "model", "ici_tensor_transpose"})) p.tensor *= n;
  if (is({"fsdp", "ici_fsdp", "ici_fsdp_transpose"})) p.fsdp *= n;
  if (is({"fsdp", "ici_fsdp", "ici_fsdp_transpose"})) result.names_fsdp = true;
  if (is({"ep", "ici_expert", "expert"})) p.expert *= n;
  if (is({"cp", "ici_context", "context", "ici_context_autoregressive", "ici_sequence"})) p.context *= n;
  if (is({"ici_data"}) || (!term.over_dcn && is({"dp"}))) p.data *= n;
  if (is({"ici_data", "dp"})) result.names_data = true;
  if (is({"ici_pipeline"}) || (!term.over_dcn && is({"pp"}))) p.pipeline *= n;
  if (is({"vp", "vpp"})) p.pipeline_interleave = n;
  if (is({"mbs"})) result.microbatch = n;
}

}  // namespace

PublishedParallelism parse_parallelism(std::string_view text) {
  PublishedParallelism result;
  std::size_t at = 0;
  result.names_interleave = text.find(" VP") != std::string_view::npos;
  for (Term term = next_term(text, at); !term.name.empty(); term = next_term(text, at)) apply(term, result);
  return result;
}

}  // namespace gigapod
