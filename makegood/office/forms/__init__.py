"""Input of the office's pages, turned into clean values."""
