"""Where the web listens and whether it answers."""

from __future__ import annotations

import http.client
import socket

USUAL_PORT = 8765


def is_free(host: str, port: int) -> bool:
    """True if nobody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, first: int = USUAL_PORT, tries: int = 50) -> int | None:
    """The first free port from ``first`` on, or None."""
    return next((port for port in range(first, first + tries) if is_free(host, port)), None)


def answers(host: str, port: int) -> bool:
    """True once a page comes back, whatever it says."""
    caller = http.client.HTTPConnection("127.0.0.1" if host in ("0.0.0.0", "::") else host, port, timeout=5)  # noqa: S104
    try:
        caller.request("GET", "/accounts/login/")
        return caller.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        caller.close()
