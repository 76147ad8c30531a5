#include "analysis/plan/search_checkpoint.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/base/hash.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

constexpr int kMostPlans = 1000;  ///< of a list in a line, far above what a search keeps

std::string text_of(const PlanChoice& c) {
  const Parallelism& p = c.parallelism;
  return fmt::format(" {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", p.tensor, p.fsdp, p.data, p.pipeline,
                     p.expert, p.context, p.dcn_data, p.dcn_fsdp, p.dcn_pipeline, p.microbatches,
                     p.pipeline_interleave, c.global_batch, c.gradient_accumulation, static_cast<int>(c.precision),
                     static_cast<int>(c.remat.remat), c.remat.saved_tensors, c.remat.offloaded_tensors,
                     c.shards_optimizer ? 1 : 0);
}

std::string text_of(const std::vector<RankedPlan>& plans) {
  std::string text = fmt::format(" {}", plans.size());
  for (const RankedPlan& plan : plans) text += text_of(plan.choice);
  return text;
}

std::string line_of(std::size_t number, const BlockResult& block) {
  const SearchCounts& counts = block.counts;
  std::string line = fmt::format("block {} {} {} {} {} {}", number, counts.starved, counts.too_large, counts.bounded,
                                 counts.evaluated, block.least_ranks);
  line += text_of(block.front) + text_of(block.top) + (block.nearest ? " 1" + text_of(*block.nearest) : " 0");
  return fmt::format("{} {:016x}\n", line, hash_text(line));
}

PlanChoice read_choice(std::istream& words) {
  PlanChoice c;
  Parallelism& p = c.parallelism;
  int precision = 0;
  int remat = 0;
  int shards = 0;
  words >> p.tensor >> p.fsdp >> p.data >> p.pipeline >> p.expert >> p.context >> p.dcn_data >> p.dcn_fsdp >>
      p.dcn_pipeline >> p.microbatches >> p.pipeline_interleave >> c.global_batch >> c.gradient_accumulation >>
      precision >> remat >> c.remat.saved_tensors >> c.remat.offloaded_tensors >> shards;
  c.precision = static_cast<Precision>(precision);
  c.remat.remat = static_cast<Remat>(remat);
  c.shards_optimizer = shards != 0;
  return c;
}

/// Works the values of stored plans out again.
class BlockReader {
 public:
  BlockReader(const PlanQuery& query, const PlanAllocation& allocation) : query_(query), site_(query, allocation) {}

  BlockResult read(std::istream& words) const {
    BlockResult block;
    SearchCounts& counts = block.counts;
    words >> counts.starved >> counts.too_large >> counts.bounded >> counts.evaluated >> block.least_ranks;
    block.front = plans(words);
    block.top = plans(words);
    int has_nearest = 0;
    words >> has_nearest;
    if (has_nearest != 0) block.nearest = read_choice(words);
    block.is_complete = true;
    return block;
  }

 private:
  [[nodiscard]] std::vector<RankedPlan> plans(std::istream& words) const {
    int count = 0;
    words >> count;
    std::vector<RankedPlan> all;
    for (int i = 0; i < count && i < kMostPlans && words; ++i) {
      const PlanChoice choice = read_choice(words);
      all.push_back({choice, site_.value(training_step(plan_of(choice, query_.start), site_.machine()))});
    }
    return all;
  }

  const PlanQuery& query_;
  RunSite site_;
};

/// The line without its hash; empty when it is not whole.
std::string checked(const std::string& line) {
  const std::size_t end = line.rfind(' ');
  if (end == std::string::npos || !line.starts_with("block ")) return {};
  std::string body = line.substr(0, end);
  return line.substr(end + 1) == fmt::format("{:016x}", hash_text(body)) ? body : std::string();
}

std::string reason() { return std::generic_category().message(errno); }

}  // namespace

SearchCheckpoint::SearchCheckpoint(fs::path file, const PlanQuery& query,
                                   const std::vector<PlanAllocation>& allocations)
    : file_(std::move(file)) {
  if (file_.empty()) return;
  const std::string heading = fmt::format("gigapod-plan-search 1 {} {}", fingerprint(query), allocations.size());
  if (fs::exists(file_) && fs::file_size(file_) > 0) {
    read(query, allocations, heading);
  } else {
    append(heading + "\n");
  }
}

void SearchCheckpoint::read(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                            const std::string& heading) {
  std::ifstream stream(file_, std::ios::binary);
  std::string line;
  std::getline(stream, line);
  if (stream.eof() && heading.starts_with(line)) {  // killed as it began
    fs::resize_file(file_, 0);
    return append(heading + "\n");
  }
  if (line != heading || stream.eof()) {
    throw InvalidInput(fmt::format("{}: error: this is {}; name another file\n", file_.string(),
                                   line.starts_with("gigapod-plan-search ")
                                       ? "the checkpoint of another search, or of another version"
                                       : "no checkpoint of a search"));
  }
  auto whole = static_cast<std::uintmax_t>(stream.tellg());
  for (int number = 2; std::getline(stream, line); ++number) {
    const std::string body = checked(line);
    std::istringstream words(body);
    std::string word;
    std::size_t block = 0;
    const bool is_sound = !body.empty() && (words >> word >> block) && block < allocations.size();
    if (!is_sound && stream.peek() == std::ifstream::traits_type::eof()) break;  // cut off by a kill
    if (!is_sound) {
      throw InvalidInput(
          fmt::format("{}:{}: error: the line is damaged; delete it and all after it to search these blocks again\n",
                      file_.string(), number));
    }
    if (stream.eof()) break;  // whole but for its line break: done again
    whole = static_cast<std::uintmax_t>(stream.tellg());
    finished_[block] = BlockReader(query, allocations[block]).read(words);
  }
  stream.close();
  std::error_code error;
  fs::resize_file(file_, whole, error);
  if (error) throw RunFailed(fmt::format("cannot write '{}': {}", file_.string(), error.message()));
}

void SearchCheckpoint::add(std::size_t number, const BlockResult& result) {
  if (file_.empty()) return;
  const std::lock_guard lock(mutex_);
  append(line_of(number, result));
}

void SearchCheckpoint::append(const std::string& line) {
  const int descriptor = open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  const bool is_written =
      descriptor >= 0 && write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const std::string why = is_written ? std::string() : reason();
  if (descriptor >= 0) close(descriptor);
  if (!is_written) throw RunFailed(fmt::format("cannot write '{}': {}", file_.string(), why));
}

}  // namespace gigapod
