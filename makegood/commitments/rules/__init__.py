"""Pure decisions about promises: whom they cover, when they fall due, what a history of signals means."""
