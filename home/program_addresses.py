"""Keeps the pages of a program at the program's address, and finds them by a former one."""

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from engagement_site.accounts.models import User
from home.models import ProgramPage
from sessions_app.models import Program
from sessions_app.programs.errors import AddressTakenError


def move_pages(*, program: Program, by: User) -> None:
    """Move the program's pages, in every language, to its address.

    Raises ``AddressTakenError`` if another page is there. Only the two columns of the address are
    written: the text may be under edit.
    """
    for page in ProgramPage.objects.filter(program=program).exclude(slug=program.slug):
        page.slug = program.slug
        parent = page.get_parent()
        if not Page._slug_is_available(page.slug, parent, page):
            raise AddressTakenError(
                _("A page below “%(parent)s” has this web address. Choose a different one.")
                % {"parent": parent.get_admin_display_title()}
            )
        page.set_url_path(parent)
        ProgramPage.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
        log(page, "home.page.move_with_program", user=by, content_changed=False)
