"""Commands that look at files and rules: check, verify, show, rules, schema."""

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bianzu.commands.common import FILE, common
from bianzu.report.session import BAD, OK, PROVEN, Session

if TYPE_CHECKING:
    from bianzu.report.roster_view import Grouping

__all__ = ["check", "rules", "schema", "show", "verify"]


@click.command()
@click.argument("instance", type=FILE)
@click.option("--rules", is_flag=True)
@common
@click.pass_obj
def check(session: Session, /, instance: Path, rules: bool) -> int:
    """Report errors of an instance and counts that rule a complete plan out."""
    from bianzu import solver
    from bianzu.instances import read_instance
    from bianzu.report.check_view import check_document, print_checks, print_settings

    read = read_instance(instance)
    found = solver.check(read)

    def text() -> None:
        print_checks(session.out, session.words, read, found)
        if rules:
            print_settings(session.out, session.words, read)

    code = OK if all(item.ok for item in found) else PROVEN
    return session.finish(code, check_document(read, found), text)


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--evidence", is_flag=True)
@common
@click.pass_obj
def verify(session: Session, /, instance: Path, plan: Path, evidence: bool) -> int:
    """Audit PLAN against INSTANCE."""
    from bianzu import audit
    from bianzu.instances import read_both
    from bianzu.report.audit_view import audit_document, print_audit, print_evidence, print_evidence_counts
    from bianzu.report.waiting import WaitingLine
    from bianzu.report.waiver_view import print_register, register_document

    with WaitingLine(session.words, sys.stderr, "read"):
        read, proposal = read_both(instance, plan)
    with WaitingLine(session.words, sys.stderr, "audit"):
        result = audit.verify(read, proposal)

    def text() -> None:
        print_audit(session.out, session.words, result)
        print_register(session.out, session.words, read, result.waivers_used)
        print_evidence_counts(session.out, session.words, result)
        if evidence:
            print_evidence(session.out, session.words, read, result)

    tree = audit_document(session.words, result, evidence=evidence)
    tree |= register_document(read, result.waivers_used)
    return session.finish(OK if result.passed else BAD, tree, text)


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--by", type=click.Choice(("team", "county", "person")), default="team", show_default=True)
@common
@click.pass_obj
def show(session: Session, /, instance: Path, plan: Path, by: "Grouping") -> int:
    """Show PLAN as tables."""
    from bianzu.instances import read_both
    from bianzu.models import InputError, digest
    from bianzu.report.outlook_view import (
        outlook_document,
        print_at_risk,
        print_floaters,
        print_look_ahead,
        print_reserves,
    )
    from bianzu.report.roster import find_mismatches
    from bianzu.report.roster_view import print_roster, roster_document
    from bianzu.report.shortage_view import print_shortages
    from bianzu.report.waiver_view import print_waivers, register_document

    read, proposal = read_both(instance, plan)
    mismatches = find_mismatches(read, proposal)
    if mismatches:
        raise InputError(dataclasses.replace(item, params={"file": str(plan)}) for item in mismatches)
    same = proposal.provenance.input_digest == digest(read)

    def text() -> None:
        if not same:
            session.err.say(session.words("plan.other-input"))
        print_roster(session.out, session.words, read, proposal, by)
        parts = (print_floaters, print_reserves, print_shortages, print_waivers, print_at_risk)
        for show_part in (*parts, print_look_ahead):
            show_part(session.out, session.words, read, proposal)

    tree = {
        "same_input": same,
        **roster_document(read, proposal, by),
        **register_document(read, proposal.waivers_used),
        **outlook_document(proposal),
    }
    return session.finish(OK, tree, text)


@click.command()
@click.argument("rule", required=False)
@common
@click.pass_obj
def rules(session: Session, /, rule: str | None) -> int:
    """List every rule of the rulebook, or show one in full."""
    from bianzu.report import rules_view
    from bianzu.report.rule_list import list_rules

    out, words, entries = session.out, session.words, list_rules()
    if rule is None:
        tree = rules_view.rules_document(words, entries)
        return session.finish(OK, tree, lambda: rules_view.print_rules(out, words, entries))
    entry = next((item for item in entries if item.id == rule), None)
    if entry is None:
        raise click.UsageError(words("rules.unknown", rule=rule))
    tree = rules_view.rule_document(words, entry)
    return session.finish(OK, tree, lambda: rules_view.print_rule(out, words, entry))


@click.command()
@click.argument("kind", type=click.Choice(("instance", "plan")))
@common
@click.pass_obj
def schema(session: Session, /, kind: str) -> int:
    """Print the JSON Schema of a file format."""
    from bianzu.models import Instance, Plan

    model = Instance if kind == "instance" else Plan
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    session.out.document(dialect | model.model_json_schema(by_alias=True))
    return OK
