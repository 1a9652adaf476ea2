"""How fast texts are normalised for the model, and how much of a corpus changes.

    python benchmarks/normalising.py [corpus.jsonl ...]

First a text of our own, repeated, as it is (the common case: nothing changes) and in the writings that the rules mend: MB of
UTF-8 a second, the best of seven runs after one to warm up. Then, for each file of annotated articles, how many articles and
characters change, and which characters.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from rich.console import Console
from rich.table import Table

from xiaojuren.article.normal import normalise
from xiaojuren.corpus.annotated import read_texts

RUNS = 7
PARAGRAPH = (
    "7月22日，宏桥锂能与柳埠镇签约，总投资50亿元，建设年产8000万平方米隔膜基地，占地162亩（含预留），预计2024年投产。"
    "该公司入选国家级专精特新“小巨人”企业，去年营业收入同比增长12.5%；岭瑞电子、苏棠纺织等企业随后到访。\n"
)
SIMPLE = PARAGRAPH * 4000
#: Enough of the traditional forms of the paragraph's characters to make it a traditional one.
TRADITIONAL = str.maketrans(
    "桥锂与镇签约总投资亿设产万预计该国级专业电苏纺织", "橋鋰與鎮簽約總投資億設產萬預計該國級專業電蘇紡織"
)
WIDE = str.maketrans({i: i + 0xFEE0 for i in range(48, 58)})
TEXTS = {
    "nothing changes": SIMPLE,
    "CRLF": SIMPLE.replace("\n", "\r\n"),
    "zero-width spaces": SIMPLE.replace("，", "，\u200b"),
    "full-width digits": SIMPLE.translate(WIDE),
    "straight quotation marks": SIMPLE.replace("“", '"').replace("”", '"'),
    "traditional": SIMPLE.translate(TRADITIONAL),
}


def megabytes_a_second(text: str) -> float:
    """Return the speed of the fastest run."""
    normalise(text)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        normalise(text)
        times.append(time.perf_counter() - started)
    return len(text.encode()) / 1e6 / min(times)


def changes(path: str) -> str:
    """Say what normalising changes in a file."""
    articles = characters = changed = moved = 0
    became: Counter[str] = Counter()
    for article in read_texts(path):
        made = normalise(article.text)
        articles, characters = articles + 1, characters + len(article.text)
        changed += made.text != article.text
        moved += bool(made.offsets.pieces)
        for at, character in enumerate(article.text):
            start, end = made.to_normalised(at, at + 1)
            if made.text[start:end] != character:
                became[f"{character!r} {made.text[start:end]!r}"] += 1
    total = became.total() / max(1, characters)
    listed = ", ".join(f"{name} {count}" for name, count in became.most_common())
    return f"{path}: {changed} of {articles} articles change, {moved} in length; {total:.3%} of characters: {listed}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*")
    options = parser.parse_args()
    console = Console(width=120)
    table = Table("text", "MB/s", box=None)
    for name, text in TEXTS.items():
        table.add_row(name, f"{megabytes_a_second(text):.1f}")
    console.print(table)
    for path in options.corpora:
        console.print(changes(path), markup=False, highlight=False)


if __name__ == "__main__":
    main()
