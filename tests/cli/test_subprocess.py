"""The command as a user runs it: its own process, its exit code, its files."""

from __future__ import annotations

import json
import os
import pty
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"


def xiaojuren(
    *arguments: object, stdin: bytes | None = None, file_limit: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command; `file_limit` is the size in bytes at which writing a file fails."""

    def limit() -> None:
        if file_limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    command = [str(Path(sys.executable).with_name("xiaojuren")), *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=250, preexec_fn=limit, cwd=ROOT)


def test_extract_reads_the_sample_corpus(tmp_path: Path, tiny_model_path: Path) -> None:
    out = tmp_path / "out"
    done = xiaojuren("extract", SAMPLE, "--output", out, "--model", tiny_model_path)
    assert done.returncode == 0
    shown = done.stdout.decode()
    for name in (
        "articles.parquet",
        "mentions.parquet",
        "facts.parquet",
        "report.html",
        "run.json",
        "dead_letter.jsonl",
    ):
        assert (out / name).stat().st_size > 0
        assert name in shown
    told = done.stderr.decode()
    assert sorted(line[1:5] for line in told.splitlines()) == ["X102", "X103", "X107"]
    assert "12 articles (1 duplicates)" in shown


def test_standard_input_and_quiet(tmp_path: Path, tiny_model_path: Path) -> None:
    text = "创业集团投资50亿元，项目落户新区。".encode("gbk")
    done = xiaojuren(
        "extract", "-", "-o", tmp_path / "out", "--model", tiny_model_path, "--format", "jsonl", "-q", stdin=text
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    (article,) = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf8").splitlines()
    assert json.loads(article)["path"] == "-"


def test_no_article_at_all_is_a_failure(tmp_path: Path, tiny_model_path: Path) -> None:
    done = xiaojuren("extract", SAMPLE / "empty.txt", "-o", tmp_path / "out", "--model", tiny_model_path)
    assert done.returncode == 1
    assert b"[X102]" in done.stderr
    assert b"No article could be read" in done.stderr


def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path, tiny_model_path: Path) -> None:
    arguments = ("extract", SAMPLE, "-o", tmp_path / "out", "--model", tiny_model_path, "--format", "jsonl")
    assert xiaojuren(*arguments).returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    done = xiaojuren(*arguments, "--overwrite", file_limit=4096)
    assert done.returncode == 1
    assert b"[X004]" in done.stderr
    assert b"Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, tiny_model_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = xiaojuren("extract", SAMPLE, "-o", tmp_path / "locked" / "out", "--model", tiny_model_path)
    assert done.returncode == 1
    assert b"[X004]" in done.stderr


def test_an_output_inside_a_file_is_told(tmp_path: Path, tiny_model_path: Path) -> None:
    (tmp_path / "file").touch()
    done = xiaojuren("extract", SAMPLE, "-o", tmp_path / "file" / "out", "--model", tiny_model_path)
    assert done.returncode == 1
    assert done.stderr.startswith(b"[X004]")


def test_a_terminal_gets_a_progress_bar(tmp_path: Path, tiny_model_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [str(Path(sys.executable).with_name("xiaojuren")), "extract", str(SAMPLE), "-o", str(tmp_path / "out")]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.Popen(
        [*command, "--model", str(tiny_model_path)], stdout=follower, stderr=follower, stdin=follower, env=environment
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    assert process.wait(timeout=60) == 0
    assert "━".encode() in shown
    assert b"reading" in shown or b"facts" in shown
