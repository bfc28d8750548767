from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the organisation; nobody signs up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
