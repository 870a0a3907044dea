"""Template tags of the pages about accounts."""

from django import template

from engagement_site.accounts.letters import lifetimes

register = template.Library()
register.simple_tag(lifetimes)
