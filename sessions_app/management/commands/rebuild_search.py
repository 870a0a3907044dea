"""Repairs the search index of the records."""

from typing import Any

from django.core.management.base import BaseCommand

from sessions_app.core.services import search


class Command(BaseCommand):
    help = "Bring the search index of records in step with them. Can be run at any time."

    def handle(self, **options: Any) -> None:
        changed = search.rebuild()
        self.stdout.write(f"Search entries written or deleted: {changed}.")
