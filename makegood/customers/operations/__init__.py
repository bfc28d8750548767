from makegood.customers.operations.register import register_customer
from makegood.customers.operations.reveal import reveal

__all__ = ["register_customer", "reveal"]
