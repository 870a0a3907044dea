"""Template tags for sessions: places, times, seats and states."""

from django import template
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions_app.listening_sessions.enums import AttributionRule, SessionFormat, WaitlistMode
from sessions_app.listening_sessions.selectors.sessions import RegistrationStatus
from sessions_app.models import ListeningSession, Registration, SeatPool
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.forms.modes import mode_words

register = template.Library()

_STATUS_KINDS = {
    "open": "open",
    "waitlist": "waiting",
    "full": "waiting",
    "not_yet": "waiting",
    "closed": "info",
    "over": "done",
    "cancelled": "declined",
    "postponed": "late",
    "invitation": "info",
}
_REGISTRATION_KINDS = {
    RegistrationState.CONFIRMED: "done",
    RegistrationState.ATTENDED: "done",
    RegistrationState.OFFERED: "late",
    RegistrationState.WAITLISTED: "waiting",
    RegistrationState.PENDING_APPROVAL: "waiting",
}

_YOURS = gettext_lazy("Your registration")
_REGISTRATION_HEADINGS = {
    RegistrationState.CONFIRMED: gettext_lazy("You are registered"),
    RegistrationState.WAITLISTED: gettext_lazy("You are on the waitlist"),
    RegistrationState.PENDING_APPROVAL: gettext_lazy("We have your registration"),
    RegistrationState.OFFERED: gettext_lazy("There is a seat for you"),
    RegistrationState.CANCELLED: gettext_lazy("Your registration is cancelled"),
    RegistrationState.DECLINED: gettext_lazy("We could not take your registration"),
    RegistrationState.EXPIRED: gettext_lazy("Your registration has expired"),
}


@register.simple_tag
def session_when(session: ListeningSession) -> SafeString:
    """Return the local date and time of a session, with the zone's name spelled out."""
    zone = session.get_time_zone_display()
    start, end = session.local_start, session.local_end
    with override(session.zone):
        first = f"{format_date(start, 'l')}, {format_date(start, 'DATE_FORMAT')}, "
        first += format_date(start, "TIME_FORMAT")
        last = format_date(end, "TIME_FORMAT")
        if start.date() != end.date():
            last = f"{format_date(end, 'DATE_FORMAT')}, {last}"
    return format_html(
        _("{start} to {end}, {zone}"),
        start=format_html('<time datetime="{}">{}</time>', start.isoformat(), first),
        end=format_html('<time datetime="{}">{}</time>', end.isoformat(), last),
        zone=zone,
    )


@register.filter
def session_place(session: ListeningSession) -> str:
    """Return the place of a session in short: "In person in Newark, New Jersey"."""
    if session.venue is None or session.format == SessionFormat.VIRTUAL:
        return _("Online")
    place = {"city": session.venue.city, "state": session.venue.state_name}
    if session.format == SessionFormat.HYBRID:
        return _("In person in %(city)s, %(state)s, or online") % place
    return _("In person in %(city)s, %(state)s") % place


@register.filter
def seat_words(pool: SeatPool, session: ListeningSession) -> str:
    return mode_words(pool.mode, pool, waits=session.waitlist_mode != WaitlistMode.NONE)


@register.filter
def seats_left(status: RegistrationStatus) -> str:
    """Return the seats left in all pools, or "" if that is not meaningful."""
    if status.code != "open" or any(pool.free is None for pool in status.pools):
        return ""
    free = sum(pool.free or 0 for pool in status.pools if not pool.is_full)
    return ngettext("%(count)d seat left", "%(count)d seats left", free) % {"count": free}


@register.filter
def status_kind(status: RegistrationStatus) -> str:
    """Return the variant of a session's status tag."""
    return _STATUS_KINDS[status.code]


@register.filter
def registration_kind(registration: Registration) -> str:
    """Return the variant of a registration's status tag."""
    return _REGISTRATION_KINDS.get(RegistrationState(registration.state), "declined")


@register.filter
def registration_heading(registration: Registration) -> str:
    """Return a registration's state as the heading of its page."""
    return str(_REGISTRATION_HEADINGS.get(RegistrationState(registration.state), _YOURS))


@register.filter
def attribution_words(session: ListeningSession) -> str:
    """Return the attribution rule as a promise to the reader."""
    if session.attribution_rule == AttributionRule.ON_THE_RECORD:
        return _(
            "This session is on the record. When we publish what we heard, we may give the name "
            "of the organization that said it. Tell us when a point should not carry a name."
        )
    if session.attribution_rule == AttributionRule.ORGANIZATION_ONLY:
        return _(
            "When we publish what we heard, we may name the organization that said it. "
            "We never name a person."
        )
    return _(
        "Nothing is tied to a speaker. We publish what was said, and neither people nor "
        "organizations are named."
    )
