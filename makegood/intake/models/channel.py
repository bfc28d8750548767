from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEB_FORM = "web_form", _("Web form")
    API = "api", _("Interface (API)")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Online chat")
    SOCIAL = "social", _("Social media")
    WECHAT = "wechat", _("WeChat")
    IMPORT = "import", _("File import")
    ON_SITE = "on_site", _("On site")
    SURVEY = "survey", _("Survey")
    PAPER = "paper", _("Paper form")
    STAFF_NOTE = "staff_note", _("Staff note")
    PARTNER = "partner", _("Partner")


class Channel(models.Model):
    """A way in for feedback. ``owner`` answers for it; ``branch`` is where its feedback belongs by default."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=ChannelKind.choices)
    branch = models.ForeignKey("people.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("channel")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
