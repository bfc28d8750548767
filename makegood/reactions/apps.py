from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "makegood.reactions"
    label = "reactions"

    def ready(self) -> None:
        """Register every reaction by importing its file."""
        package = import_module("makegood.reactions")
        for module in iter_modules(package.__path__):
            if module.name not in {"apps", "tests"}:
                import_module(f"makegood.reactions.{module.name}")
