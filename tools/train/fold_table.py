"""The table that leads every code point to the one that stands for it, kept as what differs from itself."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import opencc

DROP, SPACE = 1, 32
#: Letters of other scripts that are written to look like Latin ones.
LOOK_ALIKES = str.maketrans("аеорсухкмтвнԁԛѕіјɡοανρτυικ", "aeopcyxkmtbhdqsijgoavptuik")
#: Characters that stand in for others where words are filtered: 薇 and 微 for WeChat.
STAND_INS = str.maketrans({"薇": "微", "徽": "微", "の": "的", "恏": "好"})
SKIN_TONES = range(0x1F3FB, 0x1F400)


def folded(code: int) -> int:
    """What `code` counts as; DROP where it counts for nothing, SPACE where it parts words."""
    if 0xD800 <= code < 0xE000 or code in SKIN_TONES:
        return DROP
    char = chr(code)
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Co", "Cn"):
        return DROP
    if category == "Cc" or category[0] == "Z":
        return SPACE
    form = unicodedata.normalize("NFKC", char).lower().translate(LOOK_ALIKES)[:1]
    return ord(form) if form.strip() else SPACE


def table() -> np.ndarray:
    """uint32, one entry for each code point."""
    found = np.fromiter((folded(code) for code in range(0x110000)), np.uint32, 0x110000)
    han = [*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2FA20)]
    lines = "\n".join(chr(found[code]) if found[code] > SPACE else "?" for code in han)
    converted = opencc.OpenCC("t2s").convert(lines).split("\n")
    for code, char in zip(han, converted, strict=True):
        if found[code] > SPACE:
            found[code] = ord(char[0].translate(STAND_INS))
    for marks, mark in (("“”„", '"'), ("‘’`´", "'"), ("。", "."), ("、", ",")):
        for char in marks:
            found[ord(char)] = ord(mark)
    return found


def write(path: Path) -> None:
    """Runs of equal differences, so that the file is small and is spread out again in milliseconds."""
    found = table().astype(np.int64)
    own = np.arange(0x110000)
    constant = np.where(found <= SPACE, found, -1)
    shift = np.where(found <= SPACE, 0, found - own)
    starts = np.flatnonzero((np.diff(constant, prepend=-9) != 0) | (np.diff(shift, prepend=0) != 0))
    np.savez_compressed(
        path,
        starts=starts.astype(np.int32),
        constant=constant[starts].astype(np.int8),
        shift=shift[starts].astype(np.int32),
    )
