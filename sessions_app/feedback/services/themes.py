"""Services of the codebook."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.feedback.models import Theme


@transaction.atomic
def save_theme(*, theme: Theme, by: User) -> Theme:
    """Create or change a codebook entry.

    Raises :class:`EngagementError` if it would become its own ancestor.
    """
    above = theme.parent
    while above is not None:
        if above.pk == theme.pk:
            raise EngagementError(
                _("A theme cannot be its own broader theme. Choose another theme."), field="parent"
            )
        above = above.parent
    before = Theme.objects.filter(pk=theme.pk).first()
    theme.save()
    audit.record(
        instance=theme,
        action="engagement.theme.save",
        by=by,
        fields=audit.changed_fields(before=before, after=theme),
    )
    return theme
