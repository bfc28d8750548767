from makegood.customers.operations.register import register_customer
from makegood.customers.operations.register_many import NewCustomer, register_many
from makegood.customers.operations.reveal import reveal

__all__ = ["NewCustomer", "register_customer", "register_many", "reveal"]
