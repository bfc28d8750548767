from makegood.notices.models.notice import Notice, Preference
from makegood.notices.models.webhook import DeliveryState, WebhookDelivery, WebhookSubscription

__all__ = ["DeliveryState", "Notice", "Preference", "WebhookDelivery", "WebhookSubscription"]
