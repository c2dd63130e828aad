"""The process of one peer: reads a job, says that it is ready, waits for the start, tells how far it is.

Standard input: a line of JSON (peer, seed, seconds, memory), the instance as one line of JSON, and ``go``.
Standard output: one line of JSON for ``ready``, for every state, and for the end.
"""

import json
import os
import resource
import sys
import traceback
from typing import IO

from benchmarks.peers.ladder import State
from benchmarks.peers.registry import PEERS
from bianzu.models import Instance

__all__ = ["main"]


def main() -> None:
    """One job."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an engine prints goes to standard error
    job = json.loads(sys.stdin.readline())
    instance = Instance.model_validate_json(sys.stdin.readline())
    peer = PEERS[job["peer"]]
    run = peer.prepare()
    if peer.capped and job["memory_mib"]:
        limit = job["memory_mib"] << 20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _say(out, "ready")
    assert sys.stdin.readline().strip() == "go"
    try:
        state = run(instance, job["seed"], job["seconds"], lambda state: _tell(out, state))
        _tell(out, state)
        _say(out, "end")
    except MemoryError:
        _say(out, "failure", note="out of memory")
    except BaseException as error:
        traceback.print_exc()
        _say(out, "failure", note=f"{type(error).__name__}: {error}"[:300])
    out.flush()
    os._exit(0)  # an engine's threads may not wish to end


def _say(out: IO[str], kind: str, **fields: object) -> None:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in whose) // 1024
    out.write(json.dumps({"kind": kind, "peak_mib": peak, **fields}) + "\n")
    out.flush()


def _tell(out: IO[str], state: State) -> None:
    _say(
        out,
        "state",
        keys=state.keys,
        values=state.values,
        bounds=state.bounds,
        proven=state.proven,
        note=state.note,
        plan=state.plan,
    )


if __name__ == "__main__":
    main()
