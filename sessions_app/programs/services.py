"""Services that save programs."""

from django.db import transaction

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.programs.models import Program


@transaction.atomic
def save_program(*, program: Program, by: User) -> Program:
    """Create or change a program; a CHECK constraint rejects an end before the start."""
    before = Program.objects.filter(pk=program.pk).first()
    program.save()
    audit.record(
        instance=program,
        action="engagement.program.save",
        by=by,
        fields=audit.changed_fields(before=before, after=program),
    )
    return program
