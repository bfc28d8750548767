"""What the desk's pages show, made from what the rooms answer."""
