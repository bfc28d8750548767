"""Makegood (践诺): keep your service promises; make good when one breaks."""
