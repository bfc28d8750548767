"""What a message may hold, and how a template becomes one.

A template is text with gaps such as ``{{ case_number }}``. Only names are looked up; nothing is
evaluated, so a template can never reach an object, a setting or another customer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MAX_LENGTH = 20_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
GAP = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
LINK = "{{ link }}"
# The customer's own page, wherever it is: 256 random bits after /t/.
PAGE = re.compile(r"https?://[^\s/]+/t/[A-Za-z0-9_-]{32,64}")
VARIABLES = ("customer", "case_number", "staff", "branch", "hotline", "due", "link", "remedy")


def cleaned(body: str) -> str:
    """Line ends made one, NUL and other control characters out, blank ends cut."""
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).strip()


def without_pages(body: str) -> str:
    """``body`` with the gap ``{{ link }}`` where the address of a customer's own page stood.

    Whoever holds that address answers as the customer, so no member of staff may read it anywhere.
    """
    return PAGE.sub(LINK, body)


def with_page(body: str, page: str) -> str:
    """``body`` as its customer reads it: with the address of their page, or nothing where they have none."""
    return GAP.sub(lambda gap: page if gap.group(1) == "link" else gap.group(0), body)


def gaps_in(body: str) -> list[str]:
    """The names of the gaps that nobody has filled, each once, in order."""
    return list(dict.fromkeys(GAP.findall(body)))


def filled(body: str, values: Mapping[str, str]) -> str:
    """``body`` with every gap filled for which there is a value; a filled value is never read again."""
    return GAP.sub(lambda gap: values.get(gap.group(1)) or gap.group(0), body)
