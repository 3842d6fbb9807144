"""Chuangcheng (创城): the working system for a city, district or county that wants a civilised-city title."""

__version__ = "0.1.0"
