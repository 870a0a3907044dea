"""Demonstration content, one file for each noun. Every name, place and person is invented."""
