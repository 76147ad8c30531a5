#include "sim/base/worker_threads.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace gigapod {
namespace {

using namespace std::chrono_literals;

class Workers {
 public:
  Workers(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {}

  void run(std::size_t threads, const std::function<void()>& on_wait) {
    std::vector<std::thread> workers;
    working_ = threads;
    for (std::size_t i = 0; i < threads; ++i) workers.emplace_back([this] { do_tasks(); });
    wait(on_wait);
    for (std::thread& worker : workers) worker.join();
    if (!failures_.empty()) std::rethrow_exception(failures_.begin()->second);
  }

 private:
  void do_tasks() {
    for (std::size_t task = next_++; task < count_ && !has_failed_; task = next_++) do_task(task);
    const std::lock_guard lock(mutex_);
    --working_;
    ended_.notify_all();
  }

  void do_task(std::size_t task) {
    try {
      work_(task);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failures_[task] = std::current_exception();
      has_failed_ = true;
    }
  }

  void wait(const std::function<void()>& on_wait) {
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      ended_.wait_for(lock, 100ms);
      if (!on_wait || working_ == 0) continue;
      lock.unlock();
      on_wait();
      lock.lock();
    }
    lock.unlock();
    if (on_wait) on_wait();
  }

  std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> has_failed_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t working_ = 0;
  std::map<std::size_t, std::exception_ptr> failures_;
};

}  // namespace

int jobs_or_cores(int jobs) {
  return jobs > 0 ? jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void run_in_threads(std::size_t count, int jobs, const std::function<void(std::size_t)>& work,
                    const std::function<void()>& on_wait) {
  const std::size_t threads = std::min(count, static_cast<std::size_t>(std::max(1, jobs)));
  if (threads == 1 && !on_wait) {  // the caller's own does
    for (std::size_t task = 0; task < count; ++task) work(task);
    return;
  }
  Workers(count, work).run(threads, on_wait);
}

}  // namespace gigapod
