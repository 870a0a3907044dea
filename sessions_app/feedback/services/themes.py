"""Services of the codebook."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock_current
from sessions_app.feedback.models import Theme


@transaction.atomic
def save_theme(*, theme: Theme, by: User, expected_version: str = "") -> Theme:
    """Create or change a codebook entry.

    Raises :class:`EngagementError` if it would become its own ancestor, and
    :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``.
    """
    before = lock_current(theme, transition_fields=(), expected_version=expected_version)
    above = theme.parent
    while above is not None:
        if above.pk == theme.pk:
            raise EngagementError(
                _("A theme cannot be its own broader theme. Choose another theme."), field="parent"
            )
        above = above.parent
    theme.save()
    audit.record(
        instance=theme,
        action="engagement.theme.save",
        by=by,
        fields=audit.changed_fields(before=before, after=theme),
    )
    return theme
