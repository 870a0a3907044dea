"""Services that save venues and their rooms."""

from collections.abc import Iterable

from django.db import transaction

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.listening_sessions.models import Room, Venue


@transaction.atomic
def save_venue(*, venue: Venue, rooms: Iterable[Room] = (), by: User) -> Venue:
    """Create or change a venue and the given rooms."""
    before = Venue.objects.filter(pk=venue.pk).first()
    venue.save()
    for room in rooms:
        room.venue = venue
        room.save()
    audit.record(
        instance=venue,
        action="engagement.venue.save",
        by=by,
        fields=audit.changed_fields(before=before, after=venue),
    )
    return venue
