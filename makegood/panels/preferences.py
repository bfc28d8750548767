"""How one reader likes the page: theme, density, language. The cookie of this browser wins over the account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

THEME_COOKIE = "makegood_theme"
DENSITY_COOKIE = "makegood_density"
THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "dense")


@dataclass(frozen=True)
class Preferences:
    theme: str = "auto"
    density: str = "comfortable"


def preferences_of(request: HttpRequest) -> Preferences:
    """The reader's choice, or the defaults; a value nobody offers is ignored."""
    staff = getattr(request, "user", None)
    return Preferences(
        _chosen(request.COOKIES.get(THEME_COOKIE), getattr(staff, "theme", ""), THEMES),
        _chosen(request.COOKIES.get(DENSITY_COOKIE), getattr(staff, "density", ""), DENSITIES),
    )


def _chosen(cookie: str | None, account: str, offered: tuple[str, ...]) -> str:
    return next((value for value in (cookie, account) if value in offered), offered[0])
