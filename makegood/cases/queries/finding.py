"""Finding a case among many: by its number, by how its customer is reached, or by words."""

from __future__ import annotations

from django.db.models import Q

from makegood.cases.models import CaseSearch
from makegood.cases.models.case import CaseQuerySet
from makegood.cases.rules.grams import terms_of
from makegood.cases.rules.looking_up import read
from makegood.customers.fields import lookup_digest
from makegood.customers.models import ContactPoint

FOUND_AT_MOST = 500


def found_by(typed: str, cases: CaseQuerySet) -> CaseQuerySet:
    """``cases`` whose number begins so, whose customer has this telephone or e-mail, or that hold the words.

    Contacts are looked up by keyed digest, words among masked text (all of them must be there); of the
    words' finds only the newest 500 are considered, so that a common word stays cheap.
    """
    asked = read(typed)
    if asked.number_prefix:
        return cases.filter(number__startswith=asked.number_prefix)
    if asked.contact:
        owners = ContactPoint.objects.filter(digest=lookup_digest(*asked.contact)).values_list("customer_id", flat=True)
        return cases.filter(Q(customer_id__in=list(owners)) | Q(pk__in=_with_words(asked.words)))
    return cases.filter(pk__in=_with_words(asked.words))


def _with_words(words: str) -> list[int]:
    terms = terms_of(words)
    if not terms:
        return []
    hits = CaseSearch.objects.filter(grams__contains=terms)
    for word in words.lower().split():
        hits = hits.filter(text__contains=word)
    return list(hits.order_by("-case_id").values_list("case_id", flat=True)[:FOUND_AT_MOST])
