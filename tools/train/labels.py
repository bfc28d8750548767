"""What each head learns from: labels of people where there are any, of our own lexicons elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.engines.text.contract import Judgement
from makegood.engines.text.lexicon import LexiconEngine
from tools.train import sayings, shared
from tools.train.shared import Labelled

ASPECTS = (
    "quality", "price", "staff_attitude", "staff_skill", "waiting", "delivery", "packaging", "after_sales",
    "billing", "food", "facilities", "cleanliness", "digital", "process",
)  # fmt: skip
NATURES = ("praise", "suggestion", "complaint", "enquiry")
_OF_PEOPLE = {"food", "price", "quality", "staff_attitude", "facilities"}
_REFUND = re.compile(r"退款|退钱|退全款|把钱退|退货退|要求退|申请退|my money back|refund")
_CHURN = re.compile(
    r"再也不(?:来|买|去|会|点|订|住)|不会再(?:来|买|去|点|订|住)|换别家|拉黑|注销|销户|never (?:come|buy|go|use)"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what people say of it, and what the rules say."""

    labelled: Labelled
    judgement: Judgement

    @property
    def rule(self) -> float:
        """The rules' feeling times their confidence; 0 where they found no signed word."""
        score = self.judgement.sentiment
        return score.value * score.confidence


def examples(names: tuple[str, ...] = shared.PERMITTED) -> list[Example]:
    """Every text of the sets, each wording once across all of them."""
    seen: set[str] = set()
    found: list[Labelled] = []
    for name in names:
        for one in shared.labelled(name):
            flat = shared.normalised(one.text)
            if flat not in seen:
                seen.add(flat)
                found.append(one)
    judged = LexiconEngine().judge([one.text for one in found])
    return [Example(one, judgement) for one, judgement in zip(found, judged, strict=True)]


def written(count: int) -> list[Labelled]:
    """Our own sentences; nature holds the label."""
    return [Labelled(text, shared.group_of(text), "sayings", nature=label) for text, label in sayings.said(count)]


def nature_of(one: Example) -> str | None:
    """The nature to learn for a text of the shared sets; None where nobody can say."""
    labelled, call = one.labelled, one.judgement.nature
    if labelled.origin == "en_app_nature":
        return labelled.nature or ("praise" if one.rule > 0.3 else None)
    if call.abstains or call.confidence < 0.6:
        return None
    if call.value in ("suggestion", "enquiry"):
        return call.value if call.confidence > 0.75 else None
    agreed = {1: "praise", -1: "complaint"}.get(labelled.sentiment or 0)
    return call.value if call.value == agreed else None


def has_aspect(one: Example, code: str) -> bool:
    """Whether the text speaks of `code`: people's word where the set marks it, else the lexicon's."""
    if one.labelled.aspects is not None and code in _OF_PEOPLE:
        return code in one.labelled.aspects
    return any(aspect.code == code for aspect in one.judgement.aspects)


def wishes_refund(text: str) -> bool:
    """A weak label."""
    return bool(_REFUND.search(text))


def threatens_to_leave(text: str) -> bool:
    """A weak label."""
    return bool(_CHURN.search(text))
