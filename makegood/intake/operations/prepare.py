"""Words made ready to be stored: cleaned, personal data starred out, the original sealed, the digest taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import vault
from makegood.engines.text.digest import digest_of, normalised
from makegood.engines.text.privacy import mask
from makegood.intake.rules import words
from makegood.kit.errors import Invalid
from makegood.kit.flat import canonical_json
from makegood.kit.vault import keyed_digest


@dataclass(frozen=True, slots=True)
class Prepared:
    """``sealed_*`` are None where nothing had to be hidden; ``digest`` is "" for a text too short to compare."""

    subject: str
    text: str
    sealed_subject: bytes | None
    sealed_text: bytes | None
    digest: str
    locale: str


def prepare(text: str, subject: str = "", locale: str = "") -> Prepared:
    """Raises Invalid when the text says nothing or is longer than what is kept."""
    text, subject = words.clean(text), words.clean_line(subject)
    if not words.says_something(text):
        raise Invalid(_("Please write what happened."), field="text")
    if len(text) > words.MAX_TEXT:
        raise Invalid(
            _("The text has %(length)s characters. Please keep it to %(limit)s."),
            field="text", length=len(text), limit=words.MAX_TEXT,
        )  # fmt: skip
    if len(subject) > words.MAX_SUBJECT:
        raise Invalid(_("The subject is too long. Please keep it to %(limit)s characters."), field="subject",
                      limit=words.MAX_SUBJECT)  # fmt: skip
    hidden, hidden_subject = mask(text), mask(subject)
    return Prepared(
        subject=hidden_subject.text,
        text=hidden.text,
        sealed_subject=vault().seal(subject) if hidden_subject.found else None,
        sealed_text=vault().seal(text) if hidden.found else None,
        digest=text_digest(text),
        locale=locale or words.guessed_locale(text),
    )


def text_digest(text: str) -> str:
    """The keyed digest of what the text says in whatever dress; "" when it is too short to mean a repetition."""
    flat = normalised(text)
    return digest_of(flat, key=settings.DIGEST_KEY) if len(flat) >= words.MIN_LINKABLE else ""


def item_digest(
    text: str, subject: str, *, customer_id: int | None, contacts: Sequence[tuple[str, str]], name: str, ref: str,
    occurred_at: datetime | None, branch_id: int | None,
) -> str:  # fmt: skip
    """The digest of one item, the same whether it comes alone or among many."""
    said_at = occurred_at.timestamp() if occurred_at else None
    return body_digest(text, subject, customer_id, sorted(contacts), name, ref, said_at, branch_id)


def body_digest(*parts: object) -> str:
    """A keyed digest of everything the sender said, to tell a repeat from a reused key."""
    said = [None if part is None else words.clean(str(part)) for part in parts]
    return keyed_digest(settings.DIGEST_KEY, canonical_json(said))
