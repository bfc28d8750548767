from __future__ import annotations

from django.urls import path

from makegood.desk.views.styleguide import styleguide

app_name = "desk"
urlpatterns = [
    path("styleguide", styleguide, name="styleguide"),
]
