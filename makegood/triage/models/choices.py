"""The words of the playbook (E3, E5), under the codes that engines use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    INTERNAL = "internal", _("Colleague")
    PARTNER = "partner", _("Partner")


class Nature(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    ENQUIRY = "enquiry", _("Enquiry")


class Urgency(models.TextChoices):
    URGENT = "urgent", _("Urgent")
    IMPORTANT = "important", _("Important")
    NORMAL = "normal", _("Normal")


class Category(models.TextChoices):
    EVENT_CONTENT = "event_content", _("Event content")
    EVENT_ORGANISATION = "event_organisation", _("Event organisation")
    COMPANY_IMAGE = "company_image", _("Company image")
    PRODUCT_SERVICE = "product_service", _("Product and service")
    OTHER = "other", _("Other matters")


class Feeling(models.TextChoices):
    NEGATIVE = "negative", _("Negative")
    NEUTRAL = "neutral", _("Neutral")
    POSITIVE = "positive", _("Positive")


class Flag(models.TextChoices):
    SAFETY = "safety", _("Safety")
    LEGAL = "legal", _("Legal steps")
    MEDIA = "media", _("Publicity")
    VULNERABLE = "vulnerable", _("Vulnerable person")
    ANGRY = "angry", _("Angry")


ASPECT_LABELS = {
    "quality": _("Quality"),
    "price": _("Price"),
    "staff_attitude": _("Staff attitude"),
    "staff_skill": _("Staff skill"),
    "waiting": _("Waiting and speed"),
    "delivery": _("Delivery"),
    "packaging": _("Packaging"),
    "after_sales": _("After-sales"),
    "billing": _("Bills and payment"),
    "food": _("Food and drink"),
    "facilities": _("Facilities"),
    "cleanliness": _("Cleanliness"),
    "digital": _("App and website"),
    "process": _("Procedure"),
    "theme": _("Event theme"),
    "substance": _("Event substance"),
    "form": _("Event format"),
    "on_site_service": _("On-site service"),
    "schedule": _("Event schedule"),
    "atmosphere": _("Atmosphere"),
    "brand": _("Brand"),
    "culture": _("Company culture"),
    "honesty": _("Honesty"),
}
