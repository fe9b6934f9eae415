"""The process of the system `torch`: answers the requests of ../../src/protocol.ts, or computes one problem and ends."""

import json
import resource
import sys
import time

import torch

from workloads import WORKLOADS

UNSUPPORTED = {"copy-out": "its results are in Python's reach already, and JavaScript has no part in it"}


class Session:
    """A workload and how often it has run."""

    def __init__(self):
        self.workload = None
        self.turn = 0

    def answer(self, request):
        try:
            return getattr(self, request["do"])(request)
        except Exception as error:  # Whatever goes wrong is the runner's to report.
            return {"error": f"{type(error).__name__}: {error}"}

    def prepare(self, request):
        problem = request["problem"]
        torch.set_num_threads(request["threads"])
        if problem["kind"] not in WORKLOADS:
            return {"unsupported": UNSUPPORTED.get(problem["kind"], "there is no script for it")}
        self.workload = WORKLOADS[problem["kind"]](problem)
        return {"ready": True}

    def check(self, request):
        checks = []
        for _ in range(request["turns"]):
            self.run(1)
            checks.append(self.workload.read())
        return {"checks": checks}

    def round(self, request):
        self.run(1)
        ms = self.run(request["runs"]) / request["runs"]
        return {"ms": ms, "turn": self.turn - 1, "readings": self.workload.read()}

    def memory(self, request):
        done, ms = 0, 0.0
        while done < request["steps"] and ms < 1000 * request["seconds"]:
            ms += self.run(1)
            done += 1
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        unknown = {"linear": None, "heap": None}
        return {"steps": done, "ms": ms / done, "peak": peak, "half": unknown, "end": unknown}

    def run(self, runs):
        """Runs the next turns and returns how many milliseconds they took."""
        workload = self.workload
        arrange = getattr(workload, "arrange", None)
        if arrange is not None:
            arrange(self.turn, runs)
        start = time.perf_counter()
        for turn in range(self.turn, self.turn + runs):
            workload.run(turn)
        elapsed = time.perf_counter() - start
        self.turn += runs
        return 1000 * elapsed


def main(arguments):
    session = Session()
    if arguments[:1] == ["--once"]:
        reply = session.answer({"do": "prepare", "problem": json.loads(arguments[1]), "threads": int(arguments[2])})
        print(json.dumps(session.answer({"do": "check", "turns": 1}) if "ready" in reply else reply))
        return
    for line in sys.stdin:
        print(json.dumps(session.answer(json.loads(line))), flush=True)


main(sys.argv[1:])
