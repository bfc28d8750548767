"""Train the weights that `makegood/engines/text/weights` ships. Run by `bin/train`."""
