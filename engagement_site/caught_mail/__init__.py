"""Kept because Django's file backend has no page to read mail on. Development only: never sent."""
