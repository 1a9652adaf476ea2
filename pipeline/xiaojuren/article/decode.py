"""Bytes to text: which encoding a page is really in.

In: bytes. Out: `Decoded`. What a page declares is not asked: Chinese pages declare `gb2312` and hold GBK, or UTF-8. Strict
UTF-8 decides where it fits; else the decodings are compared by how much of them is text that somebody would write.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from xiaojuren.errors import XiaojurenError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The decodings compared where UTF-8 does not fit, the likeliest first.
_CANDIDATES = ("gb18030", "utf-8", "big5hkscs", "utf-16-le", "utf-16-be")
#: Bytes looked at to compare decodings; the whole is then decoded with the best.
_SAMPLE = 200_000
#: A decoding in which less than this share of the characters is likely is taken for none.
_LEAST_LIKELY = 0.6
#: More control characters than this share, and the bytes are no text.
_MOST_CONTROL = 0.02

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\xa0·—–‘’“”…\u2460-\u2473\u3000-\u3020\uff01-\uff5e￥×°]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, its encoding, and how many characters of it could not be decoded (U+FFFD stands for each)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, *, path: object = "") -> Decoded:
    """Decode the bytes of a page. Raises X106 (no encoding fits) and X107 (not a text)."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], encoding, path)
    if b"\0" not in data[:_SAMPLE]:
        try:
            return _checked(Decoded(data.decode("utf-8"), "utf-8"), path)
        except UnicodeDecodeError:
            pass
    sample = data[:_SAMPLE]
    likely = {encoding: _likelihood(sample.decode(encoding, "replace"), encoding) for encoding in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda encoding: likely[encoding])
    if likely[best] < _LEAST_LIKELY:
        if _is_binary(sample):
            raise XiaojurenError("X107", path=path)
        shown = ", ".join(f"{encoding} {share:.0%}" for encoding, share in likely.items())
        raise XiaojurenError("X106", path=path, reason=f"share of likely characters: {shown}")
    return _decoded(data, best, path)


def _decoded(data: bytes, encoding: str, path: object) -> Decoded:
    text = data.decode(encoding, "replace")
    return _checked(Decoded(text, encoding, text.count("\ufffd")), path)


def _checked(decoded: Decoded, path: object) -> Decoded:
    if len(_CONTROL.findall(decoded.text[:_SAMPLE])) > _MOST_CONTROL * max(len(decoded.text[:_SAMPLE]), 50):
        raise XiaojurenError("X107", path=path)
    return decoded


def _is_binary(sample: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample)
    return b"\0" in sample or control > _MOST_CONTROL * max(len(sample), 50)


def _likelihood(text: str, encoding: str) -> float:
    """Return the share of characters that a page would hold: plain signs, and Han characters that are in common use."""
    if not text:
        return 0.0
    common = "big5hkscs" if encoding == "big5hkscs" else "gb2312"
    han = _HAN.findall(text)
    frequent = sum(_is_frequent(character, common) for character in han)
    return (len(_PLAIN.findall(text)) + frequent + 0.5 * (len(han) - frequent)) / len(text) - 2 * text.count(
        "\ufffd"
    ) / len(text)


def _is_frequent(character: str, encoding: str) -> bool:
    """Say whether a Han character stands in the first level of its standard: the 3,755 or 5,401 in daily use."""
    try:
        lead = character.encode(encoding)[0]
    except UnicodeEncodeError:
        return False
    return 0xA4 <= lead <= 0xC6 if encoding == "big5hkscs" else 0xB0 <= lead <= 0xD7
