"""Django's PostgreSQL backend with a cheaper way to see that a kept connection still lives."""
