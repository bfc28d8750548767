from django.apps import AppConfig

from makegood.panels.catalogues import compile_stale


class PanelsConfig(AppConfig):
    name = "makegood.panels"
    label = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        compile_stale()
