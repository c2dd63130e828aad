"""The outcome of a solve: status, levels with bound and gap, shortages, waivers, conflicts."""

from pathlib import Path

from bianzu.models import LEVEL_NAMES, Instance, Level, Plan
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.outlook_view import outlook_document, print_at_risk, print_look_ahead
from bianzu.report.roster import planned_rounds
from bianzu.report.shortage_view import print_shortages, shortage_documents
from bianzu.report.tables import Column, print_table
from bianzu.report.waiver_view import print_waivers, register_document

__all__ = [
    "is_proven_incomplete",
    "level_gap",
    "plan_document",
    "print_demo_start",
    "print_written",
    "print_levels",
    "print_outcome",
]

_SHORTAGE_LEVELS = LEVEL_NAMES[:3]


def is_proven_incomplete(plan: Plan) -> bool:
    """Whether the plan proves that no complete plan exists.

    It does when the pins contradict each other, or when the first level of the shortages that is not
    zero has a bound of at least one.
    """
    if plan.complete:
        return False
    if plan.status == "infeasible":
        return True
    by_name = {level.name: level for level in plan.levels}
    for name in _SHORTAGE_LEVELS:
        level = by_name.get(name)
        if level is None or level.objective is None:
            return False
        if level.objective:
            return level.bound is not None and level.bound >= 1
    return False


def level_gap(level: Level) -> float | None:
    """|objective - bound| / max(1, |objective|) of one level, None when either is unknown."""
    if level.objective is None or level.bound is None:
        return None
    return abs(level.objective - level.bound) / max(1, abs(level.objective))


def print_outcome(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print what a solve came to, without the roster."""
    printer.say(words(_headline(plan)), style="bold")
    run = plan.provenance.run
    printer.say(
        words(
            "plan.status",
            status=words.name("status", plan.status),
            gap=_percent(plan.gap),
            stop=words.name("stop", run.stop_reason),
        )
    )
    if plan.provenance.draw is not None:
        printer.say(words("plan.drawn", seed=plan.provenance.seed, value=plan.provenance.draw))
    printer.say(words("plan.time", seconds=f"{run.seconds:.1f}"))
    if run.retry_reason is not None:
        printer.say(words("plan.retried", reason=words.name("stop", run.retry_reason)))
    if plan.status not in ("infeasible", "unknown"):
        seats = sum(len(team.seats) for team in instance.teams)
        printer.say(words("plan.seats", filled=len(plan.assignments), total=seats, teams=len(instance.teams)))
        _print_rounds(printer, words, instance, plan)
        print_shortages(printer, words, instance, plan)
        print_levels(printer, words, plan)
        _print_soft(printer, words, plan)
    print_waivers(printer, words, instance, plan)
    print_at_risk(printer, words, instance, plan)
    print_look_ahead(printer, words, instance, plan, places=False)
    _print_conflicts(printer, words, instance, plan)


def _print_rounds(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Seats of every round, where there are several."""
    rounds = planned_rounds(instance)
    if len(rounds) == 1:
        return
    for item in _round_documents(instance, plan):
        printer.say("- " + words("plan.seats-of-round", **item))


def _round_documents(instance: Instance, plan: Plan) -> list[dict[str, object]]:
    """Seats filled and to be filled in every planned round."""
    return [
        {
            "round": item.id,
            "start": str(item.start),
            "end": str(item.end),
            "teams": sum(team.round == item.id for team in instance.teams),
            "filled": sum(held.round == item.id for held in plan.assignments),
            "total": sum(len(team.seats) for team in instance.teams if team.round == item.id),
        }
        for item in planned_rounds(instance)
    ]


def _headline(plan: Plan) -> str:
    if plan.complete:
        return "plan.complete"
    if plan.status == "infeasible":
        return "plan.infeasible"
    if plan.status == "unknown":
        return "plan.unknown"
    return "plan.incomplete-proven" if is_proven_incomplete(plan) else "plan.incomplete-open"


def print_demo_start(printer: Printer, words: Words, instance: Instance) -> None:
    """Print what the demonstration is about to solve."""
    seats = sum(len(team.seats) for team in instance.teams)
    printer.say(words("demo.start", people=len(instance.people), teams=len(instance.teams), seats=seats))


def print_written(printer: Printer, words: Words, output: Path, source: Path | None = None) -> None:
    """Print that the audit accepts the plan and where it lies; ``source`` hints at the full roster."""
    printer.say()
    printer.say(words("plan.audited"))
    printer.say(words("plan.proposal-note"))
    printer.say(words("plan.written", path=output))
    if source is not None:
        printer.say(words("demo.more", instance=source, plan=output))


def print_levels(printer: Printer, words: Words, plan: Plan) -> None:
    """Print objective, bound and gap of every level, and what proved the bound."""
    printer.heading(words("title.levels"))
    columns = [
        Column(words("col.level")),
        *(Column(words(f"col.{name}"), number=True) for name in ("objective", "bound", "gap")),
        Column(words("col.bound-by")),
    ]
    rows = [
        (
            words.name("level", level.name),
            _number(level.objective),
            _number(level.bound),
            _percent(level_gap(level)),
            "-" if level.bound_by is None else words.name("bound-by", level.bound_by),
        )
        for level in plan.levels
    ]
    print_table(printer, columns, rows)


def _print_soft(printer: Printer, words: Words, plan: Plan) -> None:
    costly = [result for result in plan.rules if result.violations or result.objective]
    if not costly:
        return
    printer.heading(words("title.rules"))
    columns = [
        Column(words("col.rule")),
        Column(words("col.violations"), number=True),
        Column(words("col.penalty"), number=True),
    ]
    rows = [(words.name("rule", item.rule), item.violations, item.objective) for item in costly]
    print_table(printer, columns, rows)


def _print_conflicts(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    if not plan.conflicts:
        return
    printer.heading(words("title.conflicts"))
    for conflict in plan.conflicts:
        printer.say(
            "- "
            + words(
                "plan.conflict",
                pins=words.join(_pin(words, instance, at) for at in conflict.pins),
                rules=words.join(words.name("rule", rule) for rule in conflict.rules) or words("word.none"),
            )
        )


def _pin(words: Words, instance: Instance, at: int) -> str:
    if at >= len(instance.pins):
        return str(at + 1)
    pin = instance.pins[at]
    person = instance.person_by_id[pin.person]
    return words(
        "plan.pin",
        number=at + 1,
        kind=words.name("pin", pin.kind),
        person=f"{person.name} ({person.id})",
        where=pin.seat or pin.team or pin.round or "",
    ).strip()


def _number(value: int | None) -> str:
    return "-" if value is None else str(value)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.2f} %"


def plan_document(words: Words, instance: Instance, plan: Plan) -> dict[str, object]:
    """What a solve came to as JSON; the assignments stand in the plan file."""
    tree = plan.model_dump(mode="json", by_alias=True)
    kept = ("status", "complete", "gap", "waivers_used", "rules", "conflicts", "provenance")
    return {
        **{key: tree[key] for key in kept},
        "proven_incomplete": is_proven_incomplete(plan),
        "levels": [{**level.model_dump(mode="json"), "gap": level_gap(level)} for level in plan.levels],
        "seats": {
            "filled": len(plan.assignments),
            "total": sum(len(team.seats) for team in instance.teams),
        },
        "rounds": _round_documents(instance, plan),
        "shortages": shortage_documents(words, instance, plan),
        **register_document(instance, plan.waivers_used),
        **outlook_document(plan),
    }
