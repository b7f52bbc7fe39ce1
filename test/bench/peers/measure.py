"""What all peers share: the task they are told, CPU time, and how a measurement is printed (test/bench/contestant.ts)."""

import json
import platform
import resource
import sys
import time


def task():
    return json.loads(sys.argv[1])


def missing(error):
    print(json.dumps({"missing": f"Not installed ({error}): npm run bench -- setup"}))
    sys.exit(0)


class Meter:
    """Wall and CPU seconds between start and stop."""

    def start(self):
        self.cpu = self._cpu()
        self.wall = time.perf_counter()

    def stop(self):
        self.wall = time.perf_counter() - self.wall
        self.cpu = self._cpu() - self.cpu

    @staticmethod
    def _cpu():
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime


def tell(meter, units, threads, versions, facts=None):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "perSecond": units / meter.wall,
                "cpuSecondsPerUnit": meter.cpu / units,
                "threads": threads,
                "versions": {**versions, "python": platform.python_version()},
                "facts": {**(facts or {}), "peak MiB": round(peak / 1024)},
            }
        )
    )
