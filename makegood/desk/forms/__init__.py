"""Input of the desk's pages: filters, and the words and choices that go into one operation."""
