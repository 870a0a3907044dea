"""Repairs the search index of the records, and the normalized names of organizations."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.core.services import search
from sessions_app.organizations.services import names


class Command(BaseCommand):
    help = (
        "Bring the search index of records, and the normalized names of organizations, in step "
        "with them. Can be run at any time."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Search entries written or deleted: {search.rebuild()}.")
        self.stdout.write(f"Names and websites normalized: {names.rebuild()}.")
