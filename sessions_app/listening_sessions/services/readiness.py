"""Services for the readiness checklist of a session."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import READINESS_CHECKS
from sessions_app.listening_sessions.selectors.readiness import may_be_ticked


@transaction.atomic
def tick(
    *, listening_session: ListeningSession, check: str, is_done: bool, by: User
) -> ListeningSession:
    """Check or uncheck one item of the readiness list.

    Idempotent. Does not increment ``sequence``, because calendars are unaffected. Raises
    :class:`EngagementError` for an unknown item, and once the session was held or cancelled.
    """
    if check not in READINESS_CHECKS:
        raise EngagementError(_("That item is no longer on the list. Reload the page."))
    current = lock(listening_session)
    if not may_be_ticked(current):
        raise EngagementError(
            _("This session is “%(state)s”, so its readiness list cannot be changed.")
            % {"state": current.get_state_display()}
        )
    if getattr(current, check) != is_done:
        setattr(current, check, is_done)
        current.save(update_fields=[check, "updated_at"])
        audit.record(
            instance=current, action="engagement.session.ready", by=by, fields=[check], done=is_done
        )
    return current


def reopen(
    *, listening_session: ListeningSession, checks: Collection[str], by: User | None
) -> None:
    """Uncheck those of ``checks`` that something new has come in for.

    Inside the caller's transaction, which must not hold a seat pool yet: the lock order is session,
    then pool. Locks nothing if nothing is checked, as of most registrations.
    """
    known = ListeningSession.objects.filter(pk=listening_session.pk).values(*checks).first()
    if known is None or not any(known.values()):
        return
    current = lock(listening_session)
    reopened = sorted(name for name in checks if getattr(current, name))
    if not reopened or not may_be_ticked(current):
        return
    for name in reopened:
        setattr(current, name, False)
    current.save(update_fields=[*reopened, "updated_at"])
    audit.record(
        instance=current, action="engagement.session.ready", by=by, fields=reopened, done=False
    )
