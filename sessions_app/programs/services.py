"""Services that save programs."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import require_version, version_of
from sessions_app.programs.address_copies import COPIES
from sessions_app.programs.errors import AddressTakenError
from sessions_app.programs.models import FormerSlug, Program


@transaction.atomic
def save_program(*, program: Program, by: User, expected_version: str = "") -> Program:
    """Create or change a program; a CHECK constraint rejects an end before the start.

    A new address moves everything that has it (:mod:`~sessions_app.programs.address_copies`) and
    keeps the old one, which leads on. Raises ``AddressTakenError`` if another program has or had
    the address, or if a page stands in the way, and :class:`ChangedMeanwhileError` (optimistic
    locking) if the stored version is not the ``expected_version``: a form that was opened before a
    change of address would take it back.
    """
    # Locks all programs: two of them cannot take the same address at the same time.
    stored = {each.pk: each for each in Program.objects.select_for_update(no_key=True)}
    before = stored.get(program.pk)
    if before is not None:
        require_version(expected=expected_version, current=version_of(before))
    _require_free_address(program, [each for each in stored.values() if each.pk != program.pk])
    program.save()
    if before is not None and before.slug != program.slug:
        FormerSlug.objects.create(slug=before.slug, program=program)
        FormerSlug.objects.filter(slug=program.slug).delete()  # back at an address of its own
    for take_over in COPIES:
        take_over(program=program, by=by)
    audit.record(
        instance=program,
        action="engagement.program.save",
        by=by,
        fields=audit.changed_fields(before=before, after=program),
    )
    return program


def _require_free_address(program: Program, others: list[Program]) -> None:
    for other in others:
        if other.slug == program.slug:
            raise AddressTakenError(
                _("The program “%(name)s” has this web address. Choose a different one.")
                % {"name": other.name}
            )
    former = FormerSlug.objects.filter(slug=program.slug).select_related("program").first()
    if former is not None and former.program_id != program.pk:
        raise AddressTakenError(
            _(
                "This was the web address of the program “%(name)s” and still leads there. Choose "
                "a different one."
            )
            % {"name": former.program.name}
        )
