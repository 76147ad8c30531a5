#include "sim/trace/match_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace gigapod {

namespace {

/// One side of a message.
struct End {
  TraceNodeRef at;
  int from = 0;
  int to = 0;
};

/// Sender, receiver, tag; in a folded trace 0, the shift between them, tag.
using Channel = std::tuple<int, int, std::int64_t>;

struct Ends {
  std::vector<End> sends;
  std::vector<End> receives;
};

class Matcher {
 public:
  Matcher(std::span<const RankTrace> traces, int ranks, TraceFindings& findings)
      : traces_(traces), ranks_(ranks), is_folded_(static_cast<int>(traces.size()) < ranks), findings_(findings) {}

  std::vector<TraceMessage> messages() {
    for (std::size_t trace = 0; trace < traces_.size(); ++trace) {
      const int own = own_rank(trace);
      for (std::size_t node = 0; node < traces_[trace].nodes.size(); ++node) collect({trace, node}, own);
    }
    for (const auto& [channel, ends] : channels_) pair(ends);
    std::sort(messages_.begin(), messages_.end(), [](const auto& a, const auto& b) { return a.send < b.send; });
    return std::move(messages_);
  }

 private:
  const TraceNode& node_at(TraceNodeRef at) const { return traces_[at.trace].nodes[at.node]; }
  void error(TraceNodeRef at, std::string text, std::string hint) {
    findings_.add({traces_[at.trace].file, node_at(at).offset, node_at(at).id, std::move(text), std::move(hint)});
  }

  /// The rank of a trace: its place among the files, or for a folded one what its first message says.
  int own_rank(std::size_t trace) const {
    if (!is_folded_) return static_cast<int>(trace);
    for (const TraceNode& node : traces_[trace].nodes) {
      const bool is_send = node.type == TraceNodeType::kSend;
      if (!is_send && node.type != TraceNodeType::kReceive) continue;
      const std::int64_t own = (is_send ? node.source : node.destination).value_or(0);
      if (own >= 0 && own < ranks_) return static_cast<int>(own);
    }
    return 0;
  }

  void collect(TraceNodeRef at, int own);
  void pair(const Ends& ends);
  void report(const End& end, bool is_send, std::size_t others);

  std::span<const RankTrace> traces_;
  int ranks_;
  bool is_folded_;
  TraceFindings& findings_;
  std::map<Channel, Ends> channels_;
  std::vector<TraceMessage> messages_;
};

void Matcher::collect(TraceNodeRef at, int own) {
  const TraceNode& node = node_at(at);
  const bool is_send = node.type == TraceNodeType::kSend;
  if (!is_send && node.type != TraceNodeType::kReceive) return;
  const std::int64_t mine = (is_send ? node.source : node.destination).value_or(own);
  const std::int64_t peer = (is_send ? node.destination : node.source).value_or(0);
  const char* mine_name = is_send ? "comm_src" : "comm_dst";
  if (mine != own) {
    return error(at, fmt::format("{} is {}, but this is the trace of rank {}", mine_name, mine, own),
                 "a rank sends and receives for itself only");
  }
  if (peer >= ranks_) {
    return error(
        at, fmt::format("{} is {}, but the machine has {} ranks", is_send ? "comm_dst" : "comm_src", peer, ranks_),
        fmt::format("ranks count from 0 to {}", ranks_ - 1));
  }
  if (peer == own) return error(at, fmt::format("rank {} would talk to itself", own), "leave the node out");
  End end{at, own, static_cast<int>(peer)};
  if (!is_send) std::swap(end.from, end.to);
  const int shift = (end.to - end.from + ranks_) % ranks_;
  Ends& ends = channels_[is_folded_ ? Channel{0, shift, node.tag} : Channel{end.from, end.to, node.tag}];
  (is_send ? ends.sends : ends.receives).push_back(end);
}

void Matcher::pair(const Ends& ends) {
  const std::size_t pairs = std::min(ends.sends.size(), ends.receives.size());
  for (std::size_t i = 0; i < pairs; ++i) {
    const End& send = ends.sends[i];
    const End& receive = ends.receives[i];
    const double sent = node_at(send.at).communication_size.value();
    const double received = node_at(receive.at).communication_size.value();
    if (sent != received) {
      error(receive.at,
            fmt::format("receives {:.0f} B from rank {} with tag {}, but node {} there sends {:.0f} B", received,
                        receive.from, node_at(receive.at).tag, node_at(send.at).id, sent),
            "a message has one size");
    }
    messages_.push_back({send.at, receive.at, send.from, send.to});
  }
  for (std::size_t i = pairs; i < ends.sends.size(); ++i) report(ends.sends[i], true, ends.receives.size());
  for (std::size_t i = pairs; i < ends.receives.size(); ++i) report(ends.receives[i], false, ends.sends.size());
}

void Matcher::report(const End& end, bool is_send, std::size_t others) {
  const std::int64_t tag = node_at(end.at).tag;
  const int shift = end.to - end.from;
  const auto around = [&](int rank) { return (rank % ranks_ + ranks_) % ranks_; };
  // Who has to hold the other side: the peer's own trace, or in a folded trace this rank, one shift away.
  const int holder = is_folded_ ? (is_send ? end.from : end.to) : (is_send ? end.to : end.from);
  const int partner =
      is_folded_ ? around(is_send ? end.from - shift : end.to + shift) : (is_send ? end.from : end.to);
  error(
      end.at,
      is_send ? fmt::format("rank {} sends to rank {} with tag {}, which no receive takes", end.from, end.to, tag)
              : fmt::format("rank {} receives from rank {} with tag {}, which no send gives", end.to, end.from, tag),
      fmt::format("rank {} has {} such {} rank {}; add one{}", holder, others, is_send ? "receives from" : "sends to",
                  partner, is_folded_ ? ", as every rank does what this trace does" : ""));
}

}  // namespace

std::vector<TraceMessage> match_messages(std::span<const RankTrace> traces, int ranks, TraceFindings& findings) {
  return Matcher(traces, ranks, findings).messages();
}

}  // namespace gigapod
