"""Wagtail pages of the public site."""
