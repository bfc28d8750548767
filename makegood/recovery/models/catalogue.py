from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from makegood.recovery.rules import costs


def in_language(thing: models.Model, field: str) -> str:
    """The text of ``field`` in the reader's language, else in simplified Chinese."""
    language = (get_language() or "").replace("-", "_")
    suffix = language if language in ("zh_hans", "zh_hant", "en") else "zh_hans"
    return str(getattr(thing, f"{field}_{suffix}") or getattr(thing, f"{field}_zh_hans"))


class StockItem(models.Model):
    """A kind of goods kept to make good with. How many there are is a balance in the ledger."""

    code = models.SlugField(max_length=32, unique=True)
    name_zh_hans = models.CharField(_("name in simplified Chinese"), max_length=120)
    name_zh_hant = models.CharField(_("name in traditional Chinese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    unit_cost = models.BigIntegerField(_("cost of one piece"), default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("stock item")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=models.Q(unit_cost__gte=0), name="stock_cost_not_negative")]

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def unit(self) -> str:
        return f"stock:{self.code}"


class RemedyKind(models.Model):
    """One way to make good (A3): what it costs us, what it is worth to the customer, how it reaches them.

    ``cost_share`` and ``value_share`` are per fen of face value; ``fixed_*`` come on top, in fen.
    """

    class Family(models.TextChoices):
        REFUND_FULL = "refund_full", _("Full refund")
        REFUND_PARTIAL = "refund_partial", _("Partial refund")
        COUPON = "coupon", _("Coupon")
        REPLACEMENT = "replacement", _("Replacement")
        FREE_SERVICE = "free_service", _("Free service")
        UPGRADE = "upgrade", _("Upgrade")
        POINTS = "points", _("Points")
        APOLOGY = "apology", _("Apology letter")
        OTHER = "other", _("Other")

    class Fulfilment(models.TextChoices):
        PAYOUT = costs.FulfilmentKind.PAYOUT, _("Payment")
        COUPON_CODE = costs.FulfilmentKind.COUPON_CODE, _("Coupon code")
        STOCK = costs.FulfilmentKind.STOCK, _("Goods from stock")
        POINTS = costs.FulfilmentKind.POINTS, _("Points credited")
        LETTER = costs.FulfilmentKind.LETTER, _("Letter")
        BOOKING = costs.FulfilmentKind.BOOKING, _("Service booking")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    family = models.CharField(_("kind"), max_length=16, choices=Family.choices)
    fulfilment = models.CharField(_("how it is delivered"), max_length=12, choices=Fulfilment.choices)
    name_zh_hans = models.CharField(_("name in simplified Chinese"), max_length=80)
    name_zh_hant = models.CharField(_("name in traditional Chinese"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    text_zh_hans = models.TextField(_("words to the customer in simplified Chinese"))
    text_zh_hant = models.TextField(_("words to the customer in traditional Chinese"), blank=True)
    text_en = models.TextField(_("words to the customer in English"), blank=True)
    has_amount = models.BooleanField(_("has an amount"), default=True)
    default_amount = models.BigIntegerField(_("usual amount"), default=0)
    cost_share = models.DecimalField(_("cost to us per yuan of face value"), max_digits=5, decimal_places=4, default=1)
    value_share = models.DecimalField(
        _("value to the customer per yuan of face value"), max_digits=5, decimal_places=4, default=1
    )
    fixed_cost = models.BigIntegerField(_("fixed cost to us"), default=0)
    fixed_value = models.BigIntegerField(_("fixed value to the customer"), default=0)
    stock_item = models.ForeignKey(StockItem, null=True, blank=True, on_delete=models.PROTECT)
    valid_days = models.PositiveSmallIntegerField(_("days a coupon is valid"), default=180)
    tax_note = models.CharField(_("tax note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cost_share__gte=0, value_share__gte=0, fixed_cost__gte=0, default_amount__gte=0),
                name="remedy_costs_not_negative",
            )
        ]

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def text(self) -> str:
        return in_language(self, "text")

    def cost_of(self, amount: int) -> int:
        own = costs.cost_of(amount, cost_share=Decimal(self.cost_share), fixed_cost=self.fixed_cost)
        return own + (self.stock_item.unit_cost if self.stock_item else 0)

    def value_of(self, amount: int) -> int:
        return costs.value_of(amount, value_share=Decimal(self.value_share), fixed_value=self.fixed_value)

    def holding(self, amount: int, currency: str) -> costs.Holding:
        return costs.holding_of(
            costs.FulfilmentKind(self.fulfilment), amount=amount, cost=self.cost_of(amount), currency=currency,
            stock_unit=self.stock_item.unit if self.stock_item else "",
        )  # fmt: skip
