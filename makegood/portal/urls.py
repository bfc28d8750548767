from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from makegood.portal.views import front_door, receipt

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", front_door.home, name="home"),
    path("charter", front_door.charter, name="charter"),
    path("f/<slug:code>", front_door.feedback, name="feedback"),
    path("r/<str:receipt>", receipt.receipt, name="receipt"),
    # Choosing a language changes nothing but a cookie, and these pages send no referrer to check.
    path("language", csrf_exempt(set_language), name="language"),
]
