"""Template tags for moments in the zone where they happen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.tz import do_timezone
from django.utils import timezone

register = template.Library()


@register.simple_tag
def in_zone(moment: datetime, zone: str = "") -> datetime:
    """The aware moment in the IANA zone, or in the current zone where none is named."""
    # A plain datetime would be moved to the site's zone again by the `date` filter.
    return do_timezone(moment, ZoneInfo(zone) if zone else timezone.get_current_timezone())
