"""Files of rows: what kind they are, and the rows in them. Everything is decided from the bytes, never from
the name; a file that could hurt the reader is refused before it is parsed."""

from makegood.kit.tables.reading import read_table
from makegood.kit.tables.table import Cell, Limits, Table, cell_text

__all__ = ["Cell", "Limits", "Table", "cell_text", "read_table"]
