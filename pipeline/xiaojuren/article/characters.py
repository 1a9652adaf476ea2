"""Which characters the model does not see as they stand, and what it sees instead: the tables of `normalise`.

In: nothing. Out: `ONE_FOR_ONE`, what one character becomes, and the patterns of those that are dropped. The measure of every
entry is the model's training data: what is usual there stays (Chinese punctuation in full width, ㎡, ①, Ⅱ, —, ‘ ’), its rare
look-alikes become it. No entry changes a text's length: what is one character stays one.
"""

from __future__ import annotations

import re
import unicodedata

#: Usual in full width in a Chinese text, so left so. All other full-width ASCII becomes plain: letters, digits, ％＋－．／＆ …
_KEPT_WIDE = "！（），：；？～"
#: Marks for vertical setting and small forms, whose compatibility forms are ASCII where Chinese text has its own.
_FORMS = dict(
    zip(
        "︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹐﹑﹔﹕﹖﹗﹙﹚",
        "，、。：；！？（）{}〔〕【】《》〈〉，、；：？！（）",
        strict=True,
    )
)
_QUOTES = dict(zip("「」『』﹁﹂﹃﹄｢｣〝〞〟„‟‚‛＂＇", "“”“”“”“”“”“””““‘‘\"'", strict=True))
#: Dots between the parts of a foreign name.
_DOTS = dict.fromkeys("・･‧", "·")
_SPACES = "\t\x1c\x1d\x1e\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164\uffa0"
_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
#: Full and half width forms, small forms, radicals used as characters, and letters and digits of mathematical alphabets.
_COMPATIBLE = ((0xFF01, 0xFFEF), (0xFE50, 0xFE6C), (0x2E80, 0x2FD6), (0x1D400, 0x1D800))

#: They choose a glyph of the character before them and belong to it.
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
#: Controls, soft hyphen, zero width spaces and joiners, directions, byte order mark, tags.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)

SELECTED = re.compile(f"[^{_SELECTORS}{_INVISIBLE}{_LINE_ENDS}\n][{_SELECTORS}]+")
#: A carriage return before a line feed is dropped like what cannot be seen; one alone is a line end.
DROPPED = re.compile(f"\r(?=\n)|[{_SELECTORS}{_INVISIBLE}]+")
STRAIGHT_QUOTE = '"'
_LAST_COMMON = "\uffff"


def _members(ranges: str) -> list[str]:
    """Return the characters of the inside of a character class."""
    ends = re.findall(r"(.)(?:-(.))?", ranges, re.DOTALL)
    return [chr(code) for first, last in ends for code in range(ord(first), ord(last or first) + 1)]


def _compatible() -> dict[str, str]:
    out = {}
    for first, end in _COMPATIBLE:
        for character in map(chr, range(first, end)):
            plain = unicodedata.normalize("NFKC", character)
            if len(plain) == 1 and plain != character and character not in _KEPT_WIDE:
                out[character] = plain
    return out


ONE_FOR_ONE: dict[str, str] = {
    **_compatible(),
    **_FORMS,
    **_QUOTES,
    **_DOTS,
    **dict.fromkeys(_members(_SPACES), " "),
    **dict.fromkeys(_members(_LINE_ENDS), "\n"),
    **dict.fromkeys(_members(_SURROGATES), "\ufffd"),
}

#: Whether a text may hold anything of this module. Characters beyond U+FFFF are rare and slow to tell apart, so all count.
ANY = re.compile(
    f"[{re.escape(''.join(c for c in ONE_FOR_ONE if c <= _LAST_COMMON))}{_SELECTORS}{_INVISIBLE}{STRAIGHT_QUOTE}"
    "\U00010000-\U0010ffff]"
)
