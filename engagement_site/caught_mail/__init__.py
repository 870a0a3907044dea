"""Kept because Django's file backend has no page to read e-mails on. Development only."""
