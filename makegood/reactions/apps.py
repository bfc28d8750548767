from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "makegood.reactions"
    label = "reactions"
    default_auto_field = "django.db.models.BigAutoField"
