"""Template tags for datetimes in a given time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.tz import do_timezone
from django.utils import timezone

register = template.Library()


@register.simple_tag
def in_zone(moment: datetime, zone: str = "") -> datetime:
    """Convert the aware datetime to the IANA zone, or to the current zone if none is given."""
    # The `date` filter would convert a plain datetime to the current zone again.
    return do_timezone(moment, ZoneInfo(zone) if zone else timezone.get_current_timezone())
