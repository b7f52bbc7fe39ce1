// A few threads that wait for work. The one that asks works along, so a team of one starts none.
#pragma once
#include <functional>

namespace concord {

class ThreadTeam {
 public:
  // Runs work(i, thread) for every i from 0 to count - 1, thread from 0 to threads - 1; returns when all are done.
  // One caller at a time: another waits.
  void each(int count, int threads, const std::function<void(int, int)>& work);
};

ThreadTeam& team();

}  // namespace concord
