from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
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
    # Without the slug, which is the program's.
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
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
        # Staff screens link to /programs/<slug of the program>/ without knowing any page.
        if self.program_id:
            self.slug = self.program.slug
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Validate that there is one page per program and language."""
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
