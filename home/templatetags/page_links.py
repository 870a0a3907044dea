"""Links to pages, looked up by what each page is."""

from django import template
from django.template import Context

from home.models import EngagementPage
from home.page_links import PageLinks, SiteFacts, Wanted, links_without_database, site_facts
from home.typed_paths import is_page_path
from sessions_app.models import Program

register = template.Library()


@register.simple_tag(takes_context=True)
def page_links(context: Context) -> PageLinks:
    """Return the links of this page, among them that to the page of ``program`` in the context."""
    facts = _facts(context)
    return facts.links if facts else links_without_database()


@register.simple_tag(takes_context=True)
def typed_link(context: Context, address: str | None) -> str:
    """Return an address that an editor typed into a block; "" if its page cannot be linked."""
    facts = _facts(context)
    if not address:
        return ""
    if facts is None or address in facts.typed or not is_page_path(address):
        return address
    return ""


def _facts(context: Context) -> SiteFacts | None:
    """Return what is known for the page that is rendered; None for an error page."""
    request, program, page = (context.get(name) for name in ("request", "program", "page"))
    if request is None:
        return None
    wanted = Wanted(
        program=program.slug if isinstance(program, Program) else "",
        typed=page.typed_paths if isinstance(page, EngagementPage) else frozenset(),
    )
    return site_facts(request, wanted)
