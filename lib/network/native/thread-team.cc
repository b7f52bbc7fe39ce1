#include "thread-team.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace concord {
namespace {

struct Members {
  std::mutex turn, mutex;
  std::condition_variable started, ended;
  std::vector<std::thread> threads;
  const std::function<void(int, int)>* work = nullptr;
  std::atomic<int> next{0};
  int count = 0, wanted = 0, busy = 0;
  // Counts what was asked for, so that nobody takes the same work up twice.
  unsigned long round = 0;

  void take(int thread) {
    for (int i = next++; i < count; i = next++) (*work)(i, thread);
  }

  void wait(int thread) {
    unsigned long seen = 0;
    std::unique_lock<std::mutex> lock(mutex);
    for (;;) {
      started.wait(lock, [&] { return round != seen; });
      seen = round;
      if (thread >= wanted) continue;
      lock.unlock();
      take(thread);
      lock.lock();
      if (--busy == 0) ended.notify_one();
    }
  }
};

// Never destroyed: its threads wait until the process ends.
Members& members() {
  static Members* const only = new Members;
  return *only;
}

}  // namespace

void ThreadTeam::each(int count, int threads, const std::function<void(int, int)>& work) {
  Members& all = members();
  const std::lock_guard<std::mutex> turn(all.turn);
  {
    const std::lock_guard<std::mutex> lock(all.mutex);
    while (static_cast<int>(all.threads.size()) < threads - 1) {
      const int number = static_cast<int>(all.threads.size()) + 1;
      all.threads.emplace_back([&all, number] { all.wait(number); });
      all.threads.back().detach();
    }
    all.work = &work;
    all.count = count;
    all.next = 0;
    all.wanted = threads;
    all.busy = threads - 1;
    all.round++;
  }
  all.started.notify_all();
  all.take(0);
  std::unique_lock<std::mutex> lock(all.mutex);
  all.ended.wait(lock, [&] { return all.busy == 0; });
}

ThreadTeam& team() {
  static ThreadTeam only;
  return only;
}

}  // namespace concord
