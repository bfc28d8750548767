from __future__ import annotations

from django.urls import URLPattern, path

from makegood.office.views import journal, people, tokens

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("people/", people.people, name="people"),
    path("people/new", people.hiring, name="hiring"),
    path("people/<int:pk>", people.placement, name="placement"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", tokens.revoking, name="revoking"),
    path("journal/", journal.journal, name="journal"),
    path("outbox/", journal.outbox, name="outbox"),
    path("outbox/<int:pk>/replay", journal.replaying, name="replaying"),
]
