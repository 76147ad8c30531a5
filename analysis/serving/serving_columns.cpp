#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kRequests[] = {
    {"request", "number", "place in the stream, from 0; those that are refused have no row", "stream of requests"},
    {"tenant", "text", "tenant; empty where the stream names none", "stream of requests"},
    {"priority", "number", "the greater, the sooner it starts with `--scheduler priority`", "stream of requests"},
    {"prompt_tokens", "tokens", "of the prompt, cached ones included", "stream of requests"},
    {"output_tokens", "tokens", "of the answer", "stream of requests"},
    {"arrival_seconds", "s", "since the stream began; in a closed loop when its client sent it", "arrival"},
    {"replica", "number", "replica that ended it, from 0", "end"},
    {"preemptions", "times", "it was put back into the queue for want of cache", "preemptions"},
    {"cached_tokens", "tokens", "of the prompt, found in the prefix cache at its last start", "last start"},
    {"queueing_seconds", "s", "from arrival to its first start", "arrival, start"},
    {"ttft_seconds", "s", "from arrival to the first token of the answer", "arrival, first token"},
    {"tpot_seconds", "s", "from the first token to the last / (`output_tokens` - 1); empty for a single token",
     "first token, end"},
    {"end_to_end_seconds", "s", "from arrival to the last token", "arrival, end"},
};

constexpr MetricDefinition kFrontier[] = {
    {"chip", "text", "kind of chip", "search"},
    {"slice", "text", "chips of the replica along each axis", "search"},
    {"layout", "text", "`tensor`, or `data_parallel_attention`", "search"},
    {"chips", "chips", "of the replica", "search"},
    {"clients", "clients", "that each send the next request when they have their answer", "1, 2, 4 …"},
    {"ttft_p50_seconds", "s", "median time from arrival to first token", "requests served one by one"},
    {"tpot_p50_seconds", "s", "median time per output token after the first", "requests served one by one"},
    {"end_to_end_p50_seconds", "s", "median time from arrival to last token", "requests served one by one"},
    {"output_tokens_per_second_per_chip", "tokens/s",
     "output tokens of answered requests / time from the start to the last answer / `chips`",
     "requests served one by one"},
    {"dollars_per_million_output_tokens", "$/Mtoken",
     "price of a chip on demand / `output_tokens_per_second_per_chip` x 1e6; empty without a price", "price list"},
    {"joules_per_output_token", "J/token", "energy of chips with their hosts, idle time included / output tokens",
     "power model"},
    {"is_best", "0 or 1",
     "whether no other point has both less `tpot_p50_seconds` and more tokens per second and chip", "points"},
    {"is_best_price", "0 or 1", "whether no other point has both less `tpot_p50_seconds` and fewer dollars",
     "points"},
};

}  // namespace

std::span<const MetricDefinition> request_columns() { return kRequests; }
std::span<const MetricDefinition> frontier_columns() { return kFrontier; }

}  // namespace gigapod
