"""The language is the one asked for, else that of the locale, else English."""

import pytest

from bianzu.report.language import choose_language, language_of_locale


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.GBK"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_of_locale(environ: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert language_of_locale(environ) == language


@pytest.mark.parametrize(("named", "language"), [("Chinese (Simplified)_China", "zh"), ("English_US", "en")])
def test_windows_is_asked_for_its_locale(named: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: (named, "936"))
    assert language_of_locale({}) == language


def test_an_asked_language_wins_wherever_it_stands() -> None:
    environ = {"LANG": "zh_CN.UTF-8"}
    assert choose_language(["solve", "x.json", "--lang", "en"], environ) == "en"
    assert choose_language(["--lang=en", "solve"], environ) == "en"
    assert choose_language(["solve", "--lang"], environ) == "zh"
    assert choose_language(["solve", "--lang", "fr"], environ) == "zh"
