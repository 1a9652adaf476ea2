"""The report in a real browser, from disk: nothing of the input runs, and the filter works."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.conftest import hostile_entry, plain_entry
from xiaojuren.batch.tables import write_whole
from xiaojuren.report.page import write_report

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the browser makes of a page with a plain and a hostile article."""
    folder = tmp_path_factory.mktemp("report")
    write_report(folder / "report.html", [plain_entry(), hostile_entry()], total=2, model="tiny", write=write_whole)
    return dump(folder, folder / "report.html")


def dump(folder: Path, page: Path) -> str:
    """Return the document as it stands after its scripts have run."""
    assert BROWSER is not None
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=2000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf8")


def test_both_articles_are_shown_with_their_marks(rendered: str) -> None:
    assert len(re.findall(r'<section class="article"', rendered)) == 2
    assert re.search(r'<mark class="ORG" id="a1-m1"[^>]*>宏桥锂能</mark>', rendered)


def test_no_input_runs(rendered: str) -> None:
    assert "<title>小巨人：2 篇文章</title>" in rendered
    assert not re.search(r"<(svg|img)", rendered)
    assert rendered.count("<script>") == 1


def test_the_filter_hides_what_does_not_match(tmp_path: Path) -> None:
    write_report(tmp_path / "r.html", [plain_entry(), hostile_entry()], total=2, model="tiny", write=write_whole)
    html = (tmp_path / "r.html").read_text(encoding="utf8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', html)
    assert policy
    typing = """<script>const box = document.getElementById("filter"); box.value = "柳埠日报";
    box.dispatchEvent(new Event("input"));</script></body>"""
    (tmp_path / "typed.html").write_text(html.replace(policy.group(), "").replace("</body>", typing), encoding="utf8")
    shown = dump(tmp_path, tmp_path / "typed.html")
    assert len(re.findall(r'<section class="article"[^>]*hidden', shown)) == 1
    assert ">1 / 2<" in shown
