"""Programs by their present and former addresses."""

from django.db.models import Q

from sessions_app.programs.models import Program


def program_at(slug: str) -> Program | None:
    """Return the program whose address is, or once was, ``slug``."""
    return Program.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first()
