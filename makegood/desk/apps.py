from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "makegood.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from makegood.desk.places import declare

        declare()
