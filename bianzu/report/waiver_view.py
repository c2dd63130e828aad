"""The register of waivers: rule, scope, reason, approver, dates, and what is used of them."""

from collections.abc import Sequence

from bianzu.models import Instance, Plan, Waiver, WaiverUse
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name, person_name, planned_rounds, unit_name
from bianzu.report.tables import Column, print_table

__all__ = ["print_register", "print_waivers", "register_document"]


def print_waivers(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print the register with what a plan uses of it."""
    print_register(printer, words, instance, plan.waivers_used)


def print_register(printer: Printer, words: Words, instance: Instance, uses: Sequence[WaiverUse]) -> None:
    """Print every waiver of the instance with its units used, then those that earlier rounds used."""
    used = {use.waiver: use.units for use in uses}
    if instance.waivers:
        printer.heading(words("title.waivers", used=len(used), count=len(instance.waivers)))
        names = ("waiver", "rule", "scope", "reason", "approver", "granted", "expires", "used", "state")
        rows = [
            (
                *_describe(words, instance, waiver),
                f"{used.get(waiver.id, 0)}/{waiver.amount}",
                words(f"waiver.{_state(instance, waiver, used)}"),
            )
            for waiver in instance.waivers
        ]
        print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)
    if instance.waiver_history:
        printer.heading(words("title.waiver-history", count=len(instance.waiver_history)))
        names = ("round", "waiver", "rule", "scope", "reason", "approver", "granted", "expires", "used")
        rows = [
            (item.round, *_describe(words, instance, item.waiver), str(item.units))
            for item in instance.waiver_history
        ]
        print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)


def _describe(words: Words, instance: Instance, waiver: Waiver) -> tuple[str, ...]:
    return (
        waiver.id,
        words.name("rule", waiver.rule),
        _scope(words, instance, waiver),
        waiver.reason,
        waiver.approver,
        str(waiver.granted),
        words("waiver.open-ended") if waiver.expires is None else str(waiver.expires),
    )


def _scope(words: Words, instance: Instance, waiver: Waiver) -> str:
    """Whom or what a waiver covers; everything when it names nothing."""
    parts = []
    if waiver.person is not None:
        parts.append(f"{person_name(instance, waiver.person)} ({waiver.person})")
    if waiver.team is not None:
        team = instance.team_by_id.get(waiver.team)
        parts.append(waiver.team if team is None else f"{team.name} ({team.id})")
    if waiver.seat is not None:
        parts.append(words("waiver.seat", seat=waiver.seat))
    if waiver.unit is not None:
        known = waiver.unit in instance.unit_by_id
        parts.append(unit_name(instance, waiver.unit) if known else waiver.unit)
    if waiver.counties is not None:
        parts.append(" / ".join(county_name(words, instance, county) for county in waiver.counties))
    return words.join(parts) or words("waiver.everything")


def _state(instance: Instance, waiver: Waiver, used: dict[str, int]) -> str:
    """Used, not used, or not in force when any of the planned rounds starts: then nothing may be charged."""
    starts = [item.start for item in planned_rounds(instance)]
    if all(start < waiver.granted for start in starts):
        return "too-early"
    if not any(waiver.granted <= day and (waiver.expires is None or day <= waiver.expires) for day in starts):
        return "expired"
    return "used" if used.get(waiver.id) else "unused"


def register_document(instance: Instance, uses: Sequence[WaiverUse]) -> dict[str, object]:
    """The register as JSON."""
    used = {use.waiver: use.units for use in uses}
    return {
        "waivers": [
            {
                **waiver.model_dump(mode="json"),
                "used": used.get(waiver.id, 0),
                "state": _state(instance, waiver, used),
            }
            for waiver in instance.waivers
        ],
        "waiver_history": [item.model_dump(mode="json") for item in instance.waiver_history],
    }
