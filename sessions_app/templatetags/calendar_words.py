"""Template tags for calendar links and the month view."""

from django import template
from django.template.defaultfilters import date as format_date
from django.utils.timezone import override
from django.utils.translation import gettext as _

from sessions_app.calendars import links
from sessions_app.calendars.links import CalendarLink
from sessions_app.models import ListeningSession

register = template.Library()


@register.simple_tag
def links_to_calendars(session: ListeningSession) -> list[CalendarLink]:
    """Return the links that add a session to a web calendar."""
    return links.session_links(session)


@register.filter
def start_words(session: ListeningSession) -> str:
    """Return the local start time of a session: "6 p.m., Central time"."""
    with override(session.zone):
        time = format_date(session.local_start, "TIME_FORMAT")
    return _("%(time)s, %(zone)s") % {"time": time, "zone": session.get_time_zone_display()}
