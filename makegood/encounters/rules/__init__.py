"""Pure decisions about encounters."""
