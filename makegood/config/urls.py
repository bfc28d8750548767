from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from makegood.panels.languages import switch

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("i18n/setlang/", switch, name="set_language"),
]
for front, prefix in (("desk", "desk/"), ("office", "office/"), ("api", "api/"), ("portal", "")):
    if find_spec(f"makegood.{front}.urls"):
        urlpatterns.append(path(prefix, include(f"makegood.{front}.urls")))
