from makegood.customers.models.consent import Consent
from makegood.customers.models.contact_point import ContactPoint
from makegood.customers.models.customer import Customer, Tier

__all__ = ["Consent", "ContactPoint", "Customer", "Tier"]
