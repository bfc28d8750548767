"""Pure decisions of recovery: states, limits, and what an option costs and holds."""
