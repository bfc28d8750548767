"""One fingerprint for texts that say the same thing in another dress.

Width, script (traditional or simplified), case, spaces, punctuation and invisible characters do not
count; letters, numbers, marks that carry meaning (emoji, ¥, %) do.
"""

from __future__ import annotations

import hashlib
import unicodedata

from makegood.engines.text.fold import simplified

DIGEST_SIZE = 16


class _Table(dict[int, int | None]):
    def __missing__(self, code: int) -> int | None:
        drop = unicodedata.category(chr(code))[0] in "ZPC" and chr(code) not in "%‰"
        self[code] = None if drop else code
        return self[code]


_TABLE = _Table()


def normalised(text: str) -> str:
    """`text` in NFKC, simplified, case folded, without spaces, punctuation and control characters.

    Text made only of punctuation keeps it, so that "？？" and "……" stay different.
    """
    flat = simplified(unicodedata.normalize("NFKC", text)).casefold()
    return unicodedata.normalize("NFKC", flat.translate(_TABLE)) or "".join(flat.split())


def normalised_digest(text: str, *, key: bytes = b"") -> str:
    """32 hexadecimal digits of keyed BLAKE2b over `normalised(text)`; give a `key` where digests are stored.

    Raises ValueError when `key` is longer than 64 bytes.
    """
    return digest_of(normalised(text), key=key)


def digest_of(flat: str, *, key: bytes = b"") -> str:
    """``normalised_digest`` of a text that ``normalised`` has given already."""
    data = flat.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE, key=key).hexdigest()
