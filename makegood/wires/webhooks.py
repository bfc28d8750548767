"""Signed posts to other people's addresses, and the check of such a signature.

The header is ``Makegood-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>." + body>``, so that a body
cannot be changed and an old post cannot be played again. An address that resolves into a private network is
refused, and the connection goes to the address that was checked, not to a second look-up of the name.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import httpx

HEADER = "Makegood-Signature"
TIMEOUT = httpx.Timeout(8.0, connect=4.0)
TOLERANCE_SECONDS = 300
Resolve = Callable[[str, int], list[str]]


class AddressRefused(Exception):
    """The host cannot be found, or is inside a private network."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status, or None and the reason why nothing did."""

    status: int | None
    error: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def signature(secret: str, body: bytes, *, timestamp: int) -> str:
    """The value of the signature header."""
    mac = hmac.new(secret.encode(), str(timestamp).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={mac}"


def is_genuine(header: str, body: bytes, *, secret: str, now: int, tolerance: int = TOLERANCE_SECONDS) -> bool:
    """Whether ``header`` signs ``body`` under ``secret`` and is at most ``tolerance`` seconds old."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    if not parts.get("t", "").isdecimal() or abs(now - int(parts["t"])) > tolerance:
        return False
    return hmac.compare_digest(signature(secret, body, timestamp=int(parts["t"])), header)


def resolve(host: str, port: int) -> list[str]:
    """Every address of the host. Raises AddressRefused when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise AddressRefused(f"{host} cannot be found") from problem
    return [str(entry[4][0]) for entry in found]


def check_address(host: str, port: int, *, allow_private: bool, look_up: Resolve = resolve) -> str:
    """An address of ``host`` that may be reached. One private address among several refuses them all."""
    addresses = look_up(host, port)
    if not allow_private and not all(map(_is_public, addresses)):
        raise AddressRefused(f"{host} lies inside a private network")
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return _is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64: the last four bytes are the address reached
            return _is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
    return ip.is_global and not ip.is_multicast


def post_signed(
    url: str, body: bytes, *, secret: str, at: datetime, delivery_id: int, allow_private: bool,
    look_up: Resolve = resolve,
) -> Answer:  # fmt: skip
    """Post ``body`` once, never following a redirect. Never raises: what went wrong is in the answer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address = check_address(host, port, allow_private=allow_private, look_up=look_up)
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "Content-Type": "application/json",
            "User-Agent": "Makegood-Webhooks/1",
            "Makegood-Delivery": str(delivery_id),
            HEADER: signature(secret, body, timestamp=int(at.timestamp())),
        }
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            request = client.build_request(
                "POST", _pinned(parts, address, port), content=body, headers=headers,
                extensions={"sni_hostname": host},
            )  # fmt: skip
            response = client.send(request, stream=True)
            response.close()
            return Answer(response.status_code, "" if response.is_success else f"HTTP {response.status_code}")
    except (AddressRefused, httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as problem:
        return Answer(None, f"{type(problem).__name__}: {problem}")


def _pinned(parts: SplitResult, address: str, port: int) -> str:
    """The same request line, sent to the address that was checked."""
    host = f"[{address}]" if ":" in address else address
    return parts._replace(netloc=f"{host}:{port}", fragment="").geturl()
