"""The examples of docs/answers.md do what they say."""

import doctest
from pathlib import Path

import pytest


@pytest.mark.long
def test_the_examples_of_the_page_on_answers() -> None:
    page = Path(__file__).parents[2] / "docs" / "answers.md"
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.attempted > 0
    assert found.failed == 0
