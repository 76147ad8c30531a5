#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

struct Toy {
  static constexpr const char* kRegistryName = "toy";
  virtual ~Toy() = default;
  [[nodiscard]] virtual double size() const = 0;
};

class Ball final : public Toy {
 public:
  struct Params {
    Bytes weight{3.0};
    bool operator==(const Params&) const = default;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("weight", &Params::weight, kPositive, "How much of it there is.");
    return list;
  }
  explicit Ball(const Params& params) : params_(params) {}
  [[nodiscard]] double size() const override { return params_.weight.value(); }

 private:
  Params params_;
};

const bool kRegistered = register_plugin<Ball, Toy>("ball", "A round toy.");

TEST(Registry, MakesAPluginWithDefaultsOrGivenValues) {
  ASSERT_TRUE(kRegistered);

  EXPECT_EQ(Registry<Toy>::make("ball")->size(), 3.0);
  EXPECT_EQ(Registry<Toy>::make("ball", {{"weight", 8.0}})->size(), 8.0);
}

TEST(Registry, DescribesTheFieldsOfAPlugin) {
  const auto* plugin = Registry<Toy>::find("ball");

  ASSERT_NE(plugin, nullptr);
  ASSERT_EQ(plugin->fields.size(), 1U);
  EXPECT_EQ(plugin->fields[0].dimension, Dimension::kData);
  EXPECT_EQ(std::get<double>(plugin->fields[0].initial), 3.0);
}

TEST(Registry, RefusesANameTwiceOrUnknown) {
  EXPECT_THROW((register_plugin<Ball, Toy>("ball", "Again.")), InternalError);
  EXPECT_THROW((void)Registry<Toy>::make("kite"), InternalError);
}

}  // namespace
}  // namespace gigapod
