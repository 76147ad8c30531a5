#include "sim/model/step/remat_text.hpp"

#include "sim/model/step/training_step.hpp"

#include <string>
#include <vector>

namespace gigapod {

namespace {

constexpr unsigned kLayerInput = 1U << 16U;  ///< beside the SavedTensor bits, while a list is read

constexpr unsigned bit(SavedTensor tensor) { return static_cast<unsigned>(tensor); }
constexpr unsigned kDots = bit(SavedTensor::kQkv) | bit(SavedTensor::kOutput) | bit(SavedTensor::kMlpIn);

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Keys and values without the queries are a small part of the projections and count as recomputed.
unsigned tensor_named(std::string_view word) {
  if (word == "decoder_layer_input") return kLayerInput;
  if (word == "q" || word == "qkv_proj" || word == "query_proj") return bit(SavedTensor::kQkv);
  if (word == "context") return bit(SavedTensor::kAttention);
  if (word == "out_proj") return bit(SavedTensor::kOutput);
  if (word.starts_with("mlpwi")) return bit(SavedTensor::kMlpIn);
  if (word == "mlpwo") return bit(SavedTensor::kMlpOut);
  return 0;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBreaks = " ,/():+";
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool ends = i == text.size() || contains(kBreaks, text.substr(i, 1)) || text[i] == ';';
    if (!ends) continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    if (i < text.size() && text[i] == ';') words.push_back(text.substr(i, 1));
    begin = i + 1;
  }
  return words;
}

/// Reads `offload a,b` and `a,b offload`, `a,b on device`, `a,b remat`; a semicolon ends a list.
class TensorList {
 public:
  void take(std::string_view word) {
    if (word == ";") {
      (offloads_ ? host_ : chip_) |= pending_;
      pending_ = 0;
      offloads_ = false;
    } else if (word.starts_with("offload")) {
      offloads_ = pending_ == 0;
      host_ |= pending_;
      pending_ = 0;
    } else if (word == "device") {
      chip_ |= pending_;
      pending_ = 0;
    } else if (word == "remat") {
      if (offloads_) host_ |= pending_ & ~last_;
      pending_ = 0;
    } else {
      last_ = tensor_named(word);
      pending_ |= last_;
    }
  }
  [[nodiscard]] PublishedRemat result() {
    take(";");
    PublishedRemat remat;
    remat.remat = (host_ & kLayerInput) != 0 ? Remat::kOffload : Remat::kFull;
    remat.offloaded = host_ & ~kLayerInput;
    remat.saved = chip_ & ~kLayerInput & ~host_;
    return remat;
  }

 private:
  unsigned host_ = 0;
  unsigned chip_ = 0;
  unsigned pending_ = 0;
  unsigned last_ = 0;
  bool offloads_ = false;  ///< the names that follow go to the host
};

/// Policies with a name of their own.
bool read_named(std::string_view text, PublishedRemat& remat) {
  if (text == "none") {
    remat.remat = Remat::kNone;
  } else if (contains(text, "minimal_offloaded")) {
    remat = {Remat::kOffload, 0, kDots};
  } else if (contains(text, "qkv_proj_offloaded")) {
    remat = {Remat::kOffload, 0, bit(SavedTensor::kQkv)};
  } else if (contains(text, "except")) {
    remat = {Remat::kFull, kDots & ~bit(SavedTensor::kMlpIn), 0};
  } else if (contains(text, "minimal_with_context")) {
    remat = {Remat::kMinimal, bit(SavedTensor::kAttention), 0};
  } else if (contains(text, "minimal") || contains(text, "save_dot") || contains(text, "selective")) {
    remat.remat = Remat::kMinimal;
  } else if (contains(text, "save_qkv_proj")) {
    remat.saved = bit(SavedTensor::kQkv);
  } else if (contains(text, "save_out_proj")) {
    remat.saved = bit(SavedTensor::kOutput);
  } else {
    return false;
  }
  return true;
}

}  // namespace

PublishedRemat parse_remat(std::string_view text) {
  const bool is_list = text.starts_with("custom");
  // Remarks in brackets are no part of a policy's name, as in `full (one activation saved per layer)`.
  const std::string_view policy = is_list ? text : text.substr(0, text.find(" ("));
  PublishedRemat remat;
  if (!is_list && read_named(policy, remat)) return remat;
  TensorList list;
  for (const std::string_view word : words_of(policy)) list.take(word);
  return list.result();
}

}  // namespace gigapod
