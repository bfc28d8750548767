"""Who really asks, behind proxies: only what a trusted proxy says of its own peer is believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
FOR = re.compile(r'(?:^|[;,\s])for=("[^"]*"|[^;,\s]+)', re.IGNORECASE)


def networks_of(listed: str) -> tuple[Network, ...]:
    """Networks from "10.0.0.0/8, 192.168.1.5"; raises ValueError naming what is none."""
    return tuple(ip_network(part.strip(), strict=False) for part in listed.split(",") if part.strip())


def real_client(peer: str, *, forwarded_for: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The rightmost address of the chain that is no trusted proxy; ``peer`` where nobody trusted speaks for others.

    ``forwarded_for`` is X-Forwarded-For, ``forwarded`` the Forwarded header of RFC 7239, which goes before. A hop
    that is no address ends the chain at the proxy that told it.
    """
    hops = [hop.strip('"') for hop in FOR.findall(forwarded)] if forwarded else forwarded_for.split(",")
    found = peer
    for hop in reversed(hops):
        if not is_trusted(found, trusted):
            break
        address = _address(hop)
        if address is None:
            break
        found = str(address)
    return found


def is_trusted(text: str, trusted: Sequence[Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: with a port, in brackets, an IPv4 one dressed as IPv6."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
