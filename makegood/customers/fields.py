"""A text field that is sealed at rest. It cannot be searched; look-ups go through a digest beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from makegood.kit.vault import Vault, keyed_digest


@lru_cache(maxsize=2)
def _vault(key: bytes) -> Vault:
    return Vault(key)


def vault() -> Vault:
    return _vault(settings.VAULT_KEY)


def lookup_digest(kind: str, value: str) -> str:
    """The digest by which a normalised contact value is found again."""
    return keyed_digest(settings.DIGEST_KEY, f"{kind}:{value}")


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text outside, sealed bytes in the database."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else vault().open(value)

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else vault().seal(str(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")
