"""Sealing of personal data: AES-256-GCM for what must be read again, keyed digests for look-ups.

Keys are derived from one master secret by HKDF-SHA256 (RFC 5869), one per purpose, so that a digest key
never opens a sealed field.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12


def derive_key(master: str, purpose: str) -> bytes:
    """32 bytes for ``purpose`` from the master secret."""
    return HKDF(algorithm=SHA256(), length=32, salt=b"makegood", info=purpose.encode()).derive(master.encode())


class Vault:
    """Seals and opens text under one 32-byte key. Opening what another key sealed raises InvalidTag."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str) -> bytes:
        return self.seal_bytes(text.encode())

    def open(self, sealed: bytes) -> str:
        return self.open_bytes(sealed).decode()

    def seal_bytes(self, raw: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, raw, VERSION)

    def open_bytes(self, sealed: bytes) -> bytes:
        sealed = bytes(sealed)
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        return self._cipher.decrypt(nonce, body, sealed[:1])


def keyed_digest(key: bytes, text: str) -> str:
    """HMAC-SHA256 of ``text`` as 64 hex digits: equal for equal text, meaningless without the key."""
    return hmac.digest(key, text.encode(), "sha256").hex()
