#include "sim/model/step/remat_text.hpp"

#include "sim/model/step/training_step.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr unsigned kQkv = static_cast<unsigned>(SavedTensor::kQkv);
constexpr unsigned kAttention = static_cast<unsigned>(SavedTensor::kAttention);
constexpr unsigned kOutput = static_cast<unsigned>(SavedTensor::kOutput);
constexpr unsigned kMlpIn = static_cast<unsigned>(SavedTensor::kMlpIn);
constexpr unsigned kMlpOut = static_cast<unsigned>(SavedTensor::kMlpOut);

struct Case {
  const char* text;
  Remat remat;
  unsigned saved;
  unsigned offloaded;
};

class RematText : public testing::TestWithParam<Case> {};

TEST_P(RematText, IsReadAsItsAuthorsMeanIt) {
  const PublishedRemat remat = parse_remat(GetParam().text);

  EXPECT_EQ(remat.remat, GetParam().remat);
  EXPECT_EQ(remat.saved, GetParam().saved);
  EXPECT_EQ(remat.offloaded, GetParam().offloaded);
}

INSTANTIATE_TEST_SUITE_P(
    PublishedRows, RematText,
    testing::Values(
        Case{"none", Remat::kNone, 0, 0}, Case{"full", Remat::kFull, 0, 0}, Case{"selective", Remat::kMinimal, 0, 0},
        Case{"minimal", Remat::kMinimal, 0, 0}, Case{"minimal_with_context", Remat::kMinimal, kAttention, 0},
        Case{"full (one fully sharded activation saved per layer)", Remat::kFull, 0, 0},
        Case{"full (later: minimal_offloaded)", Remat::kFull, 0, 0},
        Case{"full + decoder_layer_input offload", Remat::kOffload, 0, 0},
        Case{"minimal_offloaded", Remat::kOffload, 0, kQkv | kOutput | kMlpIn},
        Case{"qkv_proj_offloaded", Remat::kOffload, 0, kQkv}, Case{"save_qkv_proj", Remat::kFull, kQkv, 0},
        Case{"save_out_proj", Remat::kFull, kOutput, 0},
        Case{"save_dot_except_mlpwi", Remat::kFull, kQkv | kOutput, 0}, Case{"custom", Remat::kFull, 0, 0},
        Case{"custom (offload decoder_layer_input,out_proj,q,k,v)", Remat::kOffload, 0, kQkv | kOutput},
        Case{"custom: offload decoder_layer_input,mlpwo; k,v on device", Remat::kOffload, 0, kMlpOut},
        Case{"custom: decoder_layer_input on device, q/k/v remat", Remat::kFull, 0, 0},
        Case{"custom: decoder_layer_input,context,q,k,v on device, rest remat", Remat::kFull, kAttention | kQkv, 0},
        Case{"custom: offload decoder_layer_input, out_proj remat", Remat::kOffload, 0, 0},
        Case{"custom: context on device; optimizer host offload", Remat::kFull, kAttention, 0},
        Case{"custom: mlpwi on device", Remat::kFull, kMlpIn, 0}));

}  // namespace
}  // namespace gigapod
