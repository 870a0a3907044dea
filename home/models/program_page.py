from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from home.blocks import BODY_BLOCKS, LEARN_MORE_BLOCKS, REPORTING_BLOCKS
from home.models.engagement_page import EngagementPage
from home.program_activity import program_activity
from sessions_app.listening_sessions.selectors.sessions import going_ahead, with_status
from sessions_app.models import Program


class ProgramPageQuerySet(PageQuerySet):
    def listed(self) -> "ProgramPageQuerySet":
        """Live, unrestricted pages by title, each with its program."""
        return (
            self.live()
            .public()
            .select_related("program__lead_agency")
            .defer_streamfields()
            .order_by("title")
        )


class ProgramPage(EngagementPage):
    """Explains one program. Sessions, feedback and actions come from the domain models."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="pages", verbose_name=_("program")
    )
    about = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("what the program is"))
    our_part = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("what we do about it"))
    learn_more = StreamField(LEARN_MORE_BLOCKS, blank=True, verbose_name=_("documents and links"))
    reporting = StreamField(
        REPORTING_BLOCKS, blank=True, verbose_name=_("how to report an allegation")
    )

    objects = PageManager.from_queryset(ProgramPageQuerySet)()

    content_panels = [
        *EngagementPage.content_panels,
        FieldPanel("program"),
        FieldPanel("about"),
        FieldPanel("our_part"),
        HelpPanel(
            content=_(
                "This section shows the program’s listening sessions, what we heard and "
                "what we did. It is filled in automatically."
            )
        ),
        FieldPanel("learn_more"),
        FieldPanel("reporting"),
    ]
    promote_panels = [
        FieldPanel("seo_title"),
        # In place of the slug, which is the program's.
        HelpPanel(
            content=_(
                "This page has the program’s web address. People who manage the program can "
                "change it, in every language at once: choose “Change web address” in the menu at "
                "the top of this screen."
            )
        ),
        FieldPanel("search_description"),
    ]
    search_fields = [
        *EngagementPage.search_fields,
        index.SearchField("about"),
        index.SearchField("our_part"),
        index.SearchField("learn_more"),
        index.SearchField("reporting"),
        index.FilterField("program"),
        index.RelatedFields("program", [index.SearchField("name"), index.SearchField("summary")]),
    ]
    parent_page_types = ["home.ProgramIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/program_page.html"
    served_with = ("program__lead_agency",)

    class Meta:
        verbose_name = _("program page")
        verbose_name_plural = _("program pages")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.program_id:
            self.slug = self.program.slug
        super().full_clean(*args, **kwargs)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save at the program's address, whatever address a draft was written at."""
        saved = kwargs.get("update_fields")
        if self.program_id and (saved is None or "slug" in saved):
            # Locked, so that the address does not change between this and the commit.
            programs = Program.objects.select_for_update(no_key=True)
            self.program = programs.get(pk=self.program_id)
            self.slug = self.program.slug
            if not self._state.adding:
                self.set_url_path(self.get_parent())
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Validate that there is one page per program and language, at one address."""
        published = ProgramPage.objects.filter(pk=self.pk, first_published_at__isnull=False)
        if self.program_id and published.exclude(program=self.program_id).exists():
            raise ValidationError(
                {
                    "program": _(
                        "A published page stays with its program, because it has the program’s web "
                        "address. Add a page for the other program instead."
                    )
                }
            )
        twins = ProgramPage.objects.filter(program=self.program_id, locale=self.locale_id)
        if self.program_id and twins.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"program": _("This program already has a page. Edit that page instead.")}
            )
        # After that check, because a second page would also be rejected for its slug.
        super().clean()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["program"] = self.program if self.program_id else None
        if self.program_id:
            activity = program_activity(program=self.program)
            context["activity"] = activity
            context["upcoming"] = with_status(activity.upcoming)
            context["next_session"] = next(iter(going_ahead(context["upcoming"])), None)
        return context
