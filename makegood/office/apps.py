from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "makegood.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from makegood.office.places import register_places

        register_places()
