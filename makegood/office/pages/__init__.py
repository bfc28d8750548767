"""What each screen draws: read in a fixed number of queries, whatever the number of rows."""
