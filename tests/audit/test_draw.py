"""The draw: the seed follows from the frozen input, its planned rounds and a public value."""

import hashlib

import pytest
from pydantic import ValidationError

from bianzu.audit import verify
from bianzu.models import Instance, Plan, Provenance, digest, draw_seed
from tests.builders import assign, make_instance, make_plan, planned, team

VALUE = "福彩双色球 2026130 期"


def _term(people: str) -> Instance:
    """The round that starts first comes last, in the file and by its id."""
    return make_instance(
        people,
        [team("T1", "s1", round="z"), team("T2", "s2", round="a")],
        rounds=[planned("a", "2026-06-01", "2026-07-15"), planned("z")],
    )


@pytest.fixture
def term() -> Instance:
    return _term("xy")


def _drawn(term: Instance, seed: int, value: str) -> Plan:
    plan = make_plan(term, assign(term, {"s1": "x", "s2": "y"}), seed=seed)
    provenance = plan.provenance.model_copy(update={"draw": value})
    return plan.model_copy(update={"provenance": provenance})


def test_the_seed_is_31_bits_of_the_digest_of_a_text_that_anybody_can_write(term: Instance) -> None:
    text = f"{digest(term)}\nz\na\n{VALUE}"
    bits = f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):0256b}"
    assert draw_seed(term, VALUE) == int(bits[:31], 2)


def test_the_value_and_the_input_both_matter(term: Instance) -> None:
    assert len({draw_seed(term, "1"), draw_seed(term, "2"), draw_seed(_term("xyz"), "1")}) == 3


@pytest.mark.parametrize("value", ["", " ", "7 ", " 7", "7\n8", "7\n", "x" * 2001])
def test_a_value_that_cannot_be_typed_again_is_refused(term: Instance, value: str) -> None:
    with pytest.raises(ValueError, match="one line of text"):
        draw_seed(term, value)
    with pytest.raises(ValidationError):
        Provenance(input_digest=digest(term), version="test", seed=0, draw=value)


@pytest.mark.parametrize(("step", "codes"), [(0, []), (1, ["wrong-draw"]), (-1, ["wrong-draw"])])
def test_the_audit_derives_the_seed_again(term: Instance, step: int, codes: list[str]) -> None:
    found = verify(term, _drawn(term, draw_seed(term, VALUE) + step, VALUE))
    assert [item.code for item in found.findings] == codes


def test_another_value_than_the_one_that_was_drawn_with(term: Instance) -> None:
    seed = draw_seed(term, VALUE)
    found = verify(term, _drawn(term, seed, "another"))
    assert [(item.code, item.claimed, item.found) for item in found.findings] == [
        ("wrong-draw", str(seed), str(draw_seed(term, "another")))
    ]


def test_a_plan_that_names_no_value_may_have_any_seed(term: Instance) -> None:
    assert verify(term, make_plan(term, assign(term, {"s1": "x", "s2": "y"}), seed=5)).passed
