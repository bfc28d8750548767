"""Pure decisions about balances: what a movement does to them and when it must be refused."""
