"""What was lost, as far as what the customer spoke of shows. A person corrects it."""

from __future__ import annotations

from collections.abc import Iterable

from makegood.engines.offers import Loss

#: In this order: goods and money weigh more than time, and time more than manner.
LOSS_OF_ASPECT: dict[str, Loss] = {
    "quality": Loss.GOODS,
    "packaging": Loss.GOODS,
    "food": Loss.GOODS,
    "billing": Loss.MONEY,
    "price": Loss.MONEY,
    "after_sales": Loss.MONEY,
    "delivery": Loss.TIME,
    "waiting": Loss.TIME,
    "process": Loss.TIME,
    "schedule": Loss.TIME,
    "digital": Loss.TIME,
    "facilities": Loss.TIME,
    "staff_skill": Loss.TIME,
    "on_site_service": Loss.TIME,
    "staff_attitude": Loss.ESTEEM,
    "honesty": Loss.ESTEEM,
}


def likely_loss(aspects: Iterable[str], *, loss_amount: int) -> Loss:
    """The loss a case seems to be about: money where an amount is on record, else by what was spoken of."""
    if loss_amount:
        return Loss.MONEY
    spoken_of = set(aspects)
    return next((loss for aspect, loss in LOSS_OF_ASPECT.items() if aspect in spoken_of), Loss.NONE)
