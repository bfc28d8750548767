"""What a Why panel shows: the value, how sure the engine was, and the words that decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.intake.models import Feedback
from makegood.triage.models import Category, Feeling, Flag, Nature, Source, Urgency, Verdict

FIELDS = (
    ("nature", _("Nature"), Nature),
    ("urgency", _("Urgency"), Urgency),
    ("category", _("Category"), Category),
    ("source", _("Source"), Source),
    ("feeling", _("Feeling"), Feeling),
)
REASONS: dict[str, str | Promise] = {
    "prefix": _("the subject says so"),
    "praise_word": _("words of praise"),
    "suggestion_word": _("words of a suggestion"),
    "complaint_word": _("words of a complaint"),
    "enquiry_word": _("words of a question"),
    "positive_word": _("a good word"),
    "negative_word": _("a bad word"),
    "negated": _("a word turned round by “not”"),
    "safety_word": _("speaks of danger"),
    "legal_word": _("speaks of legal steps"),
    "media_word": _("speaks of publicity"),
    "vulnerable_word": _("speaks of a vulnerable person"),
    "anger_word": _("angry words"),
    "shouting": _("many exclamation marks"),
    "urgent_word": _("asks for haste"),
    "important_word": _("money, repetition or harm"),
    "aspect_word": _("names what it is about"),
    "internal_word": _("speaks as a colleague"),
    "partner_word": _("speaks as a partner"),
    "customer_word": _("speaks as a customer"),
}


@dataclass(frozen=True, slots=True)
class WhyWord:
    """A word that decided, where it stands, and what it says."""

    word: str
    part: str
    start: int
    end: int
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One decided field. ``confidence`` is 0 to 1; ``is_unsure`` where the engine asks for a person."""

    field: str
    label: str | Promise
    value: str
    value_label: str | Promise
    confidence: float
    is_unsure: bool
    words: list[WhyWord]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text; ``reasons`` are the codes of what it spoke for, empty for plain text."""

    text: str
    reasons: str = ""


def why(verdict: Verdict, feedback: Feedback) -> list[WhyLine]:
    """Every field of a verdict with its reasons, then its flags. No queries."""
    lines = []
    for field, label, choices in FIELDS:
        value = getattr(verdict, field)
        lines.append(
            WhyLine(
                field,
                label,
                value,
                choices(value).label,
                verdict.confidence.get(field, 0.0),
                field in verdict.unsure,
                _words(verdict, field, feedback),
            )
        )
    known = [flag for flag in verdict.flags if flag in Flag.values]
    return lines + [
        WhyLine("flag", _("Look out"), flag, Flag(flag).label, 1.0, False, _words(verdict, f"flag:{flag}", feedback))
        for flag in known
    ]


def _words(verdict: Verdict, key: str, feedback: Feedback) -> list[WhyWord]:
    parts = {"subject": feedback.subject, "text": feedback.text}
    return [
        WhyWord(parts[part][start:end], part, start, end, REASONS.get(reason, reason))
        for part, start, end, reason in verdict.evidence.get(key, ())
        if part in parts and end <= len(parts[part])
    ]


def marked(verdict: Verdict, feedback: Feedback, *, part: str = "text", field: str = "") -> list[Segment]:
    """The text cut into plain pieces and pieces that decided (of one ``field`` or of all). No queries."""
    text = feedback.subject if part == "subject" else feedback.text
    reasons: dict[int, list[str]] = {}
    for key, spans in verdict.evidence.items():
        if key.startswith("aspect:") or (field and key != field):
            continue
        for place, start, end, reason in spans:
            if place == part and end <= len(text):
                for i in range(start, end):
                    reasons.setdefault(i, []).append(reason)
    return _segments(text, {i: " ".join(sorted(set(found))) for i, found in reasons.items()})


def _segments(text: str, reasons: dict[int, str]) -> list[Segment]:
    segments, start = [], 0
    for i in range(1, len(text) + 1):
        if i == len(text) or reasons.get(i, "") != reasons.get(start, ""):
            segments.append(Segment(text[start:i], reasons.get(start, "")))
            start = i
    return segments
