"""What the customers' pages draw, in plain words."""
