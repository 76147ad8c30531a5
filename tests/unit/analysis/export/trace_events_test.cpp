#include "analysis/export/trace_events.hpp"

#include "tests/trace_rules.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

TEST(TraceEvents, TimesAreMicrosecondsToAnEighth) {
  TraceEvents trace;
  trace.add_span(trace.track("p", "t"), "s", Seconds(1.0000001), Seconds(2.5));

  const std::string text = trace.json();

  EXPECT_NE(text.find("\"ts\":1000000.125,\"dur\":1499999.875,"), std::string::npos) << text;
}

TEST(TraceEvents, SpansEndExactlyWhereTheNextBegins) {
  TraceEvents trace;
  const auto track = trace.track("p", "t");
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> length(0.0, 3000.0);
  Seconds time(0);
  for (int i = 0; i < 2000; ++i) {
    const Seconds next = time + Seconds(length(random));
    trace.add_span(track, "outer", time, next);
    trace.add_span(track, "inner", time, next);
    time = next;
  }

  EXPECT_EQ(trace_faults(trace.json()), "");
}

TEST(TraceEvents, ASpanTooShortToDrawIsLeftOut) {
  TraceEvents trace;
  const auto track = trace.track("p", "t");
  trace.add_span(track, "none", Seconds(1), Seconds(1));
  trace.add_span(track, "some", Seconds(1), Seconds(1.0000002));

  EXPECT_EQ(names_on(trace.json(), "p", "t"), std::vector<std::string>{"some"});
}

TEST(TraceEvents, EventsComeByTimeAndTheLongestFirst) {
  TraceEvents trace;
  const auto track = trace.track("p", "t");
  trace.add_span(track, "inner", Seconds(1), Seconds(2));
  trace.add_span(track, "outer", Seconds(1), Seconds(5));
  trace.add_instant(track, "first", Seconds(0));

  EXPECT_EQ(names_on(trace.json(), "p", "t"), (std::vector<std::string>{"outer", "inner"}));
  EXPECT_EQ(trace_faults(trace.json()), "");
}

TEST(TraceEvents, NamesAreEscaped) {
  TraceEvents trace;
  trace.add_instant(trace.track("a\"</script>\n", "\xFF"), "q\\", Seconds(0));

  EXPECT_EQ(trace_faults(trace.json({{"n", "\""}})), "");
}

TEST(TraceRules, FindWhatIsWrong) {
  const auto faults = [](const std::string& events) { return trace_faults("{\"traceEvents\":[" + events + "]}"); };
  const std::string name = R"({"ph":"M","name":"thread_name","pid":1,"tid":1,"args":{"name":"t"}},)";

  EXPECT_NE(faults(R"({"ph":"X","name":"a","pid":1,"tid":1,"ts":0,"dur":1})"), "") << "a thread without a name";
  EXPECT_NE(faults(name + R"({"ph":"X","name":"a","pid":1,"tid":1,"ts":0})"), "") << "a span without a length";
  EXPECT_NE(faults(name + R"({"ph":"X","name":"a","pid":1,"tid":1,"ts":0,"dur":2},)"
                          R"({"ph":"X","name":"b","pid":1,"tid":1,"ts":1,"dur":2})"),
            "")
      << "spans that overlap";
  EXPECT_NE(faults(name + R"({"ph":"i","name":"a","pid":1,"tid":1,"ts":5,"s":"t"},)"
                          R"({"ph":"i","name":"b","pid":1,"tid":1,"ts":4,"s":"t"})"),
            "")
      << "back in time";
}

}  // namespace
}  // namespace gigapod
