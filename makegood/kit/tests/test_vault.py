from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from makegood.kit.vault import Vault, derive_key, keyed_digest

KEY = derive_key("master", "vault")


@given(st.text())
def test_what_is_sealed_opens_to_the_same_text(text: str) -> None:
    assert Vault(KEY).open(Vault(KEY).seal(text)) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert Vault(KEY).seal("王芳") != Vault(KEY).seal("王芳")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(InvalidTag):
        Vault(derive_key("master", "digest")).open(Vault(KEY).seal("王芳"))


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(Vault(KEY).seal("王芳"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        Vault(KEY).open(bytes(sealed))


def test_a_digest_depends_on_the_key() -> None:
    assert keyed_digest(b"a" * 32, "138") == keyed_digest(b"a" * 32, "138")
    assert keyed_digest(b"a" * 32, "138") != keyed_digest(b"b" * 32, "138")
