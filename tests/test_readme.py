"""The README is true: its Python runs, its commands exist, its files are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xiaojuren.cli.main import app

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


def blocks() -> list[str]:
    return [
        code
        for path in READMES
        for code in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf8"), re.DOTALL)
    ]


@pytest.mark.parametrize("code", blocks(), ids=range(len(blocks())))
def test_its_python_runs(code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_its_commands_exist(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    named = set(re.findall(r"xiaojuren ([a-z]+) ", text))
    assert {"extract", "train", "evaluate"} <= named <= set(app.commands)
    targets = set(re.findall(r"`?make ([a-z]+)", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} <= {"sure"}


@pytest.mark.parametrize("path", [*READMES, *sorted((ROOT / "benchmarks").glob("*.md"))], ids=lambda path: path.name)
def test_what_it_links_to_is_there(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf8")):
        assert (path.parent / target).exists(), target
