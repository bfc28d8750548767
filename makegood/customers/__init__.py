"""Who speaks to us: customers, how to reach them, and what they agreed to.

Nouns: *customer* (a person or a business), *contact point* (phone, e-mail, messenger id), *consent*, *tier*.
Verbs: ``register_customer`` (finds by contact or creates), ``reveal`` (journalled look at sealed data).
Names and contact values are sealed; look-ups go through keyed digests; screens show masked forms.
"""
