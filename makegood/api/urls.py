from __future__ import annotations

from django.urls import path

from makegood.api.app import api
from makegood.api.docs import docs

urlpatterns = [path("v1/docs", docs, name="api-docs"), path("v1/", api.urls)]
