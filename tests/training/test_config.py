from __future__ import annotations

from pathlib import Path

import pytest

from xiaojuren.errors import XiaojurenError
from xiaojuren.training.config import load_config

SHIPPED = sorted((Path(__file__).parents[2] / "configs").glob("*.cfg"))


def problem(path: Path, *overrides: str) -> XiaojurenError:
    with pytest.raises(XiaojurenError) as error:
        load_config(path, overrides)
    return error.value


def test_overrides_go_before_the_file(config_path: Path) -> None:
    config = load_config(config_path, ["training.epochs=7", "package.name=other", "training.report_to=[]"])
    assert (config.training.epochs, config.package.name) == (7, "other")


@pytest.mark.parametrize(
    ("override", "code", "said"),
    [
        ("training.epoch=3", "X402", "Did you mean `epochs`?"),
        ("trainin.epochs=3", "X402", "Did you mean `training`?"),
        ("training.epochs=0", "X403", "training.epochs"),
        ("training.epochs=many", "X403", "training.epochs"),
        ("package.name=Not A Name", "X403", "package.name"),
        ("epochs=3", "X401", "epochs=3"),
        ('paths.train=["no.jsonl"]', "X406", "no.jsonl"),
    ],
)
def test_a_wrong_key_or_value_is_named(config_path: Path, override: str, code: str, said: str) -> None:
    error = problem(config_path, override)
    assert error.code == code
    assert said in error.message


@pytest.mark.parametrize("text", ["[paths", "no section", "[paths]\ntrain"])
def test_a_file_that_is_no_config_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.cfg").write_text(text)
    assert problem(tmp_path / "a.cfg").code == "X401"
    assert problem(tmp_path / "missing.cfg").code == "X401"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_config_says_which_variable_it_needs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XIAOJUREN_SHARED", raising=False)
    if "$XIAOJUREN_SHARED" in path.read_text(encoding="utf8"):
        error = problem(path)
        assert error.code == "X404"
        assert "XIAOJUREN_SHARED" in error.message
        monkeypatch.setenv("XIAOJUREN_SHARED", "/nowhere")
        assert problem(path).code == "X406"  # all else in it is valid
    else:
        load_config(path)
