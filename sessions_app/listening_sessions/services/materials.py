"""Services for the agenda and the materials of a session."""

from collections.abc import Sequence

from django.db import transaction

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.models import AgendaItem, ListeningSession, SessionMaterial

Line = AgendaItem | SessionMaterial


@transaction.atomic
def save_materials(
    *,
    listening_session: ListeningSession,
    kept: Sequence[Line],
    removed: Sequence[Line] = (),
    by: User,
) -> None:
    """Save agenda items and materials, and remove ``removed`` from the session.

    The documents themselves are kept. Nobody is notified, because neither changes the session's
    time or place.
    """
    lock(listening_session)
    for line in kept:
        line.listening_session = listening_session
        line.save()
    for line in removed:
        line.delete()
    audit.record(
        instance=listening_session,
        action="engagement.session.materials",
        by=by,
        agenda=listening_session.agenda_items.count(),
        materials=listening_session.materials.count(),
    )
