"""Notifies people whose session is held at a venue that was corrected, and previews it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sessions_app.core.services.versions import version_of
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession, Room, Venue
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import invitations as guest_emails
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.emails import rendering
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.selectors.own_addresses import own_addresses
from sessions_app.registrations.services.personal_links import with_tokens
from sessions_app.session_operations.selectors.places import Correction, corrections, to_come_at
from sessions_app.session_operations.services import notices
from sessions_app.session_operations.services.guest_notices import guests_to_tell
from sessions_app.session_operations.services.notice_preview import (
    Change,
    Notice,
    Samples,
    notice_of,
    without_join_link,
)


def of_correction(
    *, venue: Venue, rooms: Sequence[Room] = (), tell_access: bool = False, note: str = ""
) -> Notice | None:
    """Return the notice of saving a venue with its changed rooms; None if nobody is notified."""
    before = Venue.objects.get(pk=venue.pk)
    tells = tell_access and before.accessibility_notes != venue.accessibility_notes
    sessions = to_come_at(venue).select_related("room", "program")
    found = corrections(sessions, before=before, after=venue, rooms=rooms)
    told = {each.after.pk: each for each in found if each.is_told}
    moved = [pk for pk, each in told.items() if each.moves]
    # Those whose place stays get the accessibility notes alone.
    staying = [pk for pk in told if pk not in moved] if tells else []

    def render_moved(registration: Registration) -> RenderedEmail:
        return rendering.render(
            kind="session_changed",
            registration=registration,
            token=None,
            before=told[registration.listening_session_id].before,
            note=note,
            tells_access=tells,
        )

    def render_access(registration: Registration) -> RenderedEmail:
        return rendering.render(
            kind="venue_access_changed",
            registration=registration,
            token=None,
            note=note,
            tells_access=True,
        )

    def render_moved_attendee(attendee: Attendee) -> RenderedEmail:
        return rendering.render(
            kind="attendee_changed",
            registration=attendee.registration,
            token=None,
            before=told[attendee.registration.listening_session_id].before,
            note=note,
            attendee_name=attendee.name,
            tells_access=tells,
        )

    def render_access_attendee(attendee: Attendee) -> RenderedEmail:
        return rendering.render(
            kind="attendee_access_changed",
            registration=attendee.registration,
            token=None,
            note=note,
            attendee_name=attendee.name,
            tells_access=True,
        )

    def render_guest(invitation: Invitation) -> RenderedEmail:
        return guest_emails.render(
            kind="invitation_changed",
            invitation=invitation,
            token=None,
            before=told[invitation.listening_session_id].before,
            note=note,
        )

    # Nothing changes for those online.
    everybody = Registration.objects.filter(
        state__in=CHANGEABLE_REGISTRATION_STATES, mode=AttendanceMode.IN_PERSON
    )
    for_moved = Q(listening_session__in=moved)
    for_access = Q(listening_session__in=staying)
    concerned = everybody.filter(for_moved | for_access)
    guests = guests_to_tell(*(told[pk].after for pk in moved))
    return notice_of(
        version=version_of(before),
        concerned=concerned,
        guests=guests,
        samples=[
            Samples(everybody.filter(for_moved), render_moved, render_moved_attendee),
            Samples(everybody.filter(for_access), render_access, render_access_attendee),
        ],
        render_for_guest=render_guest,
        show=lambda pk: without_join_link(told[pk].after),
        changes=_changes(before, venue, rooms, tells_access=tells),
        also=_also_saved(before, venue, rooms, tells_access=tells),
        sessions=lambda: _sessions_told(told, concerned, guests),
    )


def people_to_tell(venue: Venue) -> tuple[int, int]:
    """Return how many sessions to come the venue has, and how many people may be e-mailed."""
    sessions = list(to_come_at(venue))
    scheduled = [session for session in sessions if session.state == SessionState.SCHEDULED]
    registered = Registration.objects.filter(
        listening_session__in=scheduled, state__in=CHANGEABLE_REGISTRATION_STATES
    )
    told = (
        registered.exclude(email="").count()
        + own_addresses(registered).count()
        + guests_to_tell(*scheduled).count()
    )
    return len(sessions), told


def tell_access(*, session: ListeningSession, asked: str, note: str) -> None:
    """E-mail the accessibility notes of its venue to everybody who is to attend in person."""
    concerned = notices.registrations_to_tell(session)
    for registration, token in with_tokens(concerned, listening_session=session):
        if registration.mode == AttendanceMode.IN_PERSON:
            emails.access_changed(registration=registration, token=token, asked=asked, note=note)


def _changes(
    before: Venue, after: Venue, rooms: Sequence[Room], *, tells_access: bool
) -> list[Change]:
    words = [
        (_("Venue"), before.name, after.name),
        (_("Address"), before.address, after.address),
        *((_("Room"), was.name, room.name) for was, room in _known(rooms)),
    ]
    if tells_access:
        words.append(
            (
                _("Accessibility at the venue"),
                before.accessibility_notes,
                after.accessibility_notes,
            )
        )
    return [Change(label, old, new) for label, old, new in words if old != new]


def _also_saved(
    before: Venue, after: Venue, rooms: Sequence[Room], *, tells_access: bool
) -> list[str]:
    also = []
    if not tells_access and before.accessibility_notes != after.accessibility_notes:
        also.append(_("Accessibility"))
    if any(was.capacity != room.capacity for was, room in _known(rooms)):
        also.append(_("Capacity"))
    return also


def _known(rooms: Sequence[Room]) -> list[tuple[Room, Room]]:
    """Return the stored state beside each changed room that is not new."""
    stored = Room.objects.in_bulk([room.pk for room in rooms if room.pk])
    return [(stored[room.pk], room) for room in rooms if room.pk in stored]


def _sessions_told(
    told: Mapping[int, Correction],
    concerned: QuerySet[Registration],
    guests: QuerySet[Invitation],
) -> list[tuple[str, str, int]]:
    """Return title, time and number of e-mails of each session with somebody to notify."""
    counts: Counter[int] = Counter()
    for people in (
        concerned.exclude(email="").values_list("listening_session"),
        own_addresses(concerned).values_list("registration__listening_session"),
        guests.values_list("listening_session"),
    ):
        counts.update(dict(people.order_by().annotate(Count("pk"))))
    sessions = sorted((told[pk].after for pk in counts), key=lambda each: (each.starts_at, each.pk))
    return [(each.title, wording.when(each), counts[each.pk]) for each in sessions]
