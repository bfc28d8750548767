from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from makegood.portal.views import badge, front_door, receipt, tracking

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", front_door.home, name="home"),
    path("charter", front_door.charter, name="charter"),
    path("charter/<slug:code>.svg", badge.badge, name="badge"),
    path("charter/<slug:code>.json", badge.figures, name="charter-figures"),
    path("f/<slug:code>", front_door.feedback, name="feedback"),
    path("r/<str:receipt>", receipt.receipt, name="receipt"),
    path("t/<str:token>", tracking.tracking, name="tracking"),
    path("t/<str:token>/message", tracking.writing, name="writing"),
    path("t/<str:token>/offers/<int:pk>/accept", tracking.accepting, name="accepting"),
    path("t/<str:token>/offers/<int:pk>/decline", tracking.declining, name="declining"),
    path("t/<str:token>/withdraw", tracking.withdrawing, name="withdrawing"),
    path("t/<str:token>/rating", tracking.rating, name="rating"),
    # Choosing a language changes nothing but a cookie, and these pages send no referrer to check.
    path("language", csrf_exempt(set_language), name="language"),
]
