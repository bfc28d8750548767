from __future__ import annotations

from django.urls import URLPattern, path

from makegood.office.views import calendars, commitments, imports, journal, people, tokens, verdicts

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>", imports.one, name="import"),
    path("imports/<int:pk>/preview", imports.previewing, name="import-preview"),
    path("imports/<int:pk>/start", imports.starting, name="import-start"),
    path("imports/<int:pk>/again", imports.again, name="import-again"),
    path("imports/<int:pk>/progress", imports.progress, name="import-progress"),
    path("imports/<int:pk>/discard", imports.discarding, name="import-discard"),
    path("imports/<int:pk>/mend", imports.mending, name="import-mend"),
    path("imports/<int:pk>/quarantine", imports.quarantine, name="quarantine"),
    path("imports/<int:pk>/quarantine.<str:kind>", imports.quarantine_export, name="quarantine-export"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/new", commitments.drafting, name="drafting"),
    path("commitments/<int:pk>", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/next", commitments.drafting, name="redrafting"),
    path("commitments/versions/<int:pk>/review", commitments.reviewing, name="reviewing"),
    path("commitments/versions/<int:pk>/send-back", commitments.sending_back, name="sending-back"),
    path("commitments/versions/<int:pk>/publish", commitments.publishing, name="publishing"),
    path("commitments/versions/<int:pk>/withdraw", commitments.withdrawing, name="withdrawing"),
    path("commitments/versions/<int:pk>/measure", commitments.measuring_history, name="measuring"),
    path("commitments/versions/<int:pk>/progress", commitments.progress, name="measuring-progress"),
    path("verdicts/", verdicts.verdicts, name="verdicts"),
    path("verdicts/export.<str:kind>", verdicts.verdicts_export, name="verdicts-export"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new", calendars.defining, name="defining"),
    path("calendars/preview", calendars.previewing, name="previewing"),
    path("calendars/<int:pk>", calendars.defining, name="calendar"),
    path("calendars/versions/<int:pk>/extend", calendars.extending, name="extending"),
    path("people/", people.people, name="people"),
    path("people/new", people.hiring, name="hiring"),
    path("people/<int:pk>", people.placement, name="placement"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", tokens.revoking, name="revoking"),
    path("journal/", journal.journal, name="journal"),
    path("outbox/", journal.outbox, name="outbox"),
    path("outbox/<int:pk>/replay", journal.replaying, name="replaying"),
]
