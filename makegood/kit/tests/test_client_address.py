"""Only a trusted proxy may say who really asks. N7"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.kit.client_address import networks_of, real_client

TRUSTED = networks_of("10.0.0.0/8, 192.168.1.5, fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "forwarded", "real"),
    [
        ("203.0.113.7", "1.2.3.4", "", "203.0.113.7"),
        ("10.1.1.1", "", "", "10.1.1.1"),
        ("10.1.1.1", "1.2.3.4", "", "1.2.3.4"),
        ("10.1.1.1", "6.6.6.6, 1.2.3.4, 10.9.9.9", "", "1.2.3.4"),
        ("10.1.1.1", "6.6.6.6,1.2.3.4:5511", "", "1.2.3.4"),
        ("10.1.1.1", "1.2.3.4, unknown", "", "10.1.1.1"),
        ("::ffff:192.168.1.5", "1.2.3.4", "", "1.2.3.4"),
        ("10.1.1.1", "10.2.2.2, 10.3.3.3", "", "10.2.2.2"),
        ("10.1.1.1", "6.6.6.6", 'for=1.2.3.4;proto=https, For="[2001:db8::9]:4711"', "2001:db8::9"),
        ("fd00::1", "", "for=_hidden", "fd00::1"),
        ("", "1.2.3.4", "", ""),
    ],
)
def test_the_rightmost_hop_that_is_no_trusted_proxy(peer: str, forwarded_for: str, forwarded: str, real: str) -> None:
    assert real_client(peer, forwarded_for=forwarded_for, forwarded=forwarded, trusted=TRUSTED) == real


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_untrusted_peer_is_itself_whatever_it_says(forwarded_for: str, forwarded: str) -> None:
    found = real_client("203.0.113.7", forwarded_for=forwarded_for, forwarded=forwarded, trusted=TRUSTED)
    assert found == "203.0.113.7"


@given(st.text(max_size=60), st.ip_addresses(v=4))
def test_nothing_before_the_last_hop_moves_it(forged: str, client: object) -> None:
    if networks_of(f"{client}/32")[0].subnet_of(TRUSTED[0]) or str(client) == "192.168.1.5":
        return
    found = real_client("10.1.1.1", forwarded_for=f"{forged},{client}", forwarded="", trusted=TRUSTED)
    assert found == str(client)


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        networks_of("10.0.0.0/99")
