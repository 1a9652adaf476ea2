"""The lines that the pages of one site share, learnt from a sample of them.

In: files of one folder. Out: `Template`, which tells whether a line is of the site and not of an article. Memory is bounded: a
digest for each line of a sample of pages, the same sample for the same folder. Copies of one article count as one page, for
what they share is the article.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xiaojuren.article.decode import decode
from xiaojuren.article.html import html_lines, looks_like_html
from xiaojuren.article.lines import fold, text_lines
from xiaojuren.errors import XiaojurenError

logger = logging.getLogger(__name__)

#: Pages of a site that a line stands on, and their share, before it is taken for the site's.
_LEAST_PAGES, _LEAST_SHARE = 3, 0.3
#: Pages of a folder that are looked at.
_SAMPLE = 200
#: A shorter line may stand in many articles (一、总体要求), a longer one is a site's.
_LEAST_LENGTH = 10
#: Lines of a page that are counted, and bytes of it that are read: the rest of a giant is no template.
_MOST_LINES, _MOST_BYTES = 3_000, 400_000


@dataclass(frozen=True, slots=True)
class Template:
    """The digests of a site's lines."""

    digests: frozenset[bytes] = frozenset()

    def __contains__(self, text: object) -> bool:
        return bool(self.digests) and isinstance(text, str) and _digest(text) in self.digests


NOTHING = Template()


def learn(pages: Iterable[str]) -> Template:
    """Return the lines that the pages share, pages with the same longest line counted once."""
    counts: Counter[bytes] = Counter()
    bodies: set[bytes] = set()
    for source in pages:
        page = html_lines(source) if looks_like_html(source) else text_lines(source)
        texts = list(dict.fromkeys(line.text for line in page.lines))[:_MOST_LINES]
        body = _digest(max(texts, key=len, default=""))
        if body not in bodies:
            bodies.add(body)
            counts.update(_digest(text) for text in texts if len(text) >= _LEAST_LENGTH)
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(bodies))
    return Template(frozenset(digest for digest, count in counts.items() if count >= least))


def learn_files(files: Sequence[Path]) -> Template:
    """Return the lines that the pages of a folder share, from an even sample of them; what cannot be read is passed over."""
    step = max(1, len(files) // _SAMPLE)
    return learn(_texts(files[::step][:_SAMPLE])) if len(files) >= _LEAST_PAGES else NOTHING


def _texts(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        try:
            with path.open("rb") as stream:
                data = stream.read(_MOST_BYTES)
            if len(data) == _MOST_BYTES:  # not into the middle of a character
                data = data[: data.rfind(b"\n") + 1] or data
            yield decode(data, path=path).text
        except (XiaojurenError, OSError) as error:
            logger.debug("%s: not sampled: %s", path, error)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(fold(text).encode("utf8", "surrogatepass"), digest_size=8).digest()
