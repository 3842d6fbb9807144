"""Measurements that can be made again: each prints a table with targets and ratios. Nothing here is a test."""
