"""In which language the customer is written to: theirs, unless the writer chooses another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from makegood.cases.models import Case
from makegood.cases.queries import language_of
from makegood.handbook.queries import StepHelp, help_for
from makegood.kit.locales import house_locale

OWN_NAMES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}


@dataclass(frozen=True)
class Tongue:
    """``code`` is what templates are shown in, ``theirs`` the customer's; ``others`` can be chosen instead."""

    code: str
    theirs: str

    @classmethod
    def of(cls, case: Case, asked: str) -> Tongue:
        theirs = language_of(case)
        return cls(asked if asked in dict(settings.LANGUAGES) else theirs, theirs)

    @property
    def name(self) -> str:
        return OWN_NAMES.get(self.code, self.code)

    @property
    def is_theirs(self) -> bool:
        return self.code == self.theirs

    @property
    def others(self) -> list[tuple[str, str]]:
        return [(code, OWN_NAMES.get(code, code)) for code, _name in settings.LANGUAGES if code != self.code]

    def help_for(self, step: str) -> StepHelp:
        """The step's guide for the reader, its script and templates for the customer."""
        said = help_for(step, self.code)
        reader = house_locale(get_language() or "")
        return said if reader == self.code else replace(said, guide=help_for(step, reader).guide)
