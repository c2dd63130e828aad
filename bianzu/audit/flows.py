"""Section D: which county sends to which, in the past and by the members of a team."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from bianzu.models import CITY, OUTSIDE, HistoryRecord, Instance

__all__ = ["Flow", "PastFlows", "send", "span_of_pairing"]

Flow = tuple[str, str]
"""A sending county, and a host county that is another one."""


def send(county: str | None, hosts: Iterable[str]) -> list[Flow]:
    """The flows from a county to hosts; none when it is not a county."""
    if county is None or county in (CITY, OUTSIDE):
        return []
    return [(county, host) for host in hosts if host != county]


def span_of_pairing(instance: Instance, w: int | None) -> int:
    """W as given; else 3, but not more than the number of counties less 2."""
    return max(0, min(3, len(instance.counties) - 2)) if w is None else w


class PastFlows:
    """Flows of past rounds by round: those of teams, and those of leaders with the rows they rest on."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @cached_property
    def teams(self) -> Mapping[str, frozenset[Flow]]:
        """From the county of more than half of the people recorded on a team, to all counties recorded."""
        listed: defaultdict[tuple[str, str], list[HistoryRecord]] = defaultdict(list)
        for record in self._instance.history:
            listed[record.round, record.team].append(record)
        found: defaultdict[str, set[Flow]] = defaultdict(set)
        for (item, _), records in listed.items():
            homes = Counter(self._instance.person_by_id[record.person].work_county for record in records)
            county, count = homes.most_common(1)[0]
            if 2 * count > len(records):
                found[item].update(send(county, {host for record in records for host in record.counties}))
        return {item: frozenset(flows) for item, flows in found.items()}

    @cached_property
    def leaders(self) -> Mapping[str, Mapping[Flow, tuple[str, ...]]]:
        """From the county of everybody recorded as leader, to the counties of the record."""
        found: defaultdict[str, dict[Flow, tuple[str, ...]]] = defaultdict(dict)
        for at, record in enumerate(self._instance.history):
            if record.role == "leader":
                home = self._instance.person_by_id[record.person].work_county
                for flow in send(home, record.counties):
                    known = found[record.round].get(flow, ())
                    found[record.round][flow] = (*known, f"$.history[{at}]")
        return dict(found)
