"""``<c-name …>`` for the components that Python draws; every other one is cotton's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, PreparedAttr, cotton_component

from makegood.panels.drawn import DRAWN

register = template.Library()


class DrawnNode(Node):
    """A component without a slot; an attribute that leads nowhere is left out."""

    def __init__(self, draw: Callable[..., Any], attributes: list[PreparedAttr]) -> None:
        self._draw = draw
        self._fixed = {one.key: one.value for one in attributes if one.kind in (AttrKind.STATIC, AttrKind.BOOLEAN)}
        self._open = [one for one in attributes if one.key not in self._fixed]

    def render(self, context: Context) -> Any:
        values = dict(self._fixed)
        for one in self._open:
            try:
                values[one.key] = _value(one, context)
            except UnprocessableDynamicAttr:
                continue
        return self._draw(**values)


def _value(attribute: PreparedAttr, context: Context) -> Any:
    if attribute.kind == AttrKind.ESCAPED:
        return attribute.compiled.render(context) if attribute.compiled else attribute.value
    return attribute.compiled.resolve(context)


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Node:
    made = cotton_component(parser, token)
    draw = DRAWN.get(made.component_name)
    return made if draw is None or made.nodelist else DrawnNode(draw, made._prepared_attrs)
