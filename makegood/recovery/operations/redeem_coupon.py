from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.kit.actor import Actor
from makegood.recovery.models import Coupon
from makegood.recovery.models.refusals import CouponNotUsable
from makegood.recovery.rules.codes import normal_code


@transaction.atomic
def redeem_coupon(code: str, *, used_for: str, by: Actor, at: datetime) -> Coupon:
    """Use a coupon once, for an order or bill named ``used_for``; the same bill again is the same use.

    Raises CouponNotUsable, with the same words for an unknown code as for an expired one.
    """
    coupon = Coupon.objects.select_for_update().filter(code=normal_code(code)).first()
    if coupon is not None and coupon.redeemed_for == used_for and coupon.redeemed_at is not None:
        return coupon
    if coupon is None or not coupon.is_usable(at):
        raise CouponNotUsable
    coupon.redeemed_at, coupon.redeemed_for = at, used_for
    Coupon.objects.filter(pk=coupon.pk).update(redeemed_at=at, redeemed_for=used_for)
    return coupon
