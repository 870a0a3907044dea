"""Staff screens of a series: repeat a session, carry changes over to later ones."""

from typing import TYPE_CHECKING, Any, Generic, cast
from urllib.parse import urlencode

from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import version_of_all
from sessions_app.core.staff.record_views import record_title, trail, url_of
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of
from sessions_app.core.staff.wagtail_types import AnyForm, FormPage
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.wording import when, when_and_where
from sessions_app.session_operations.forms.series import CarryOverForm, RepeatForm
from sessions_app.session_operations.selectors.conflicts import (
    Conflict,
    conflicts_of,
    warnings_of,
)
from sessions_app.session_operations.services import series
from sessions_app.session_operations.services.series import notice_of_change, planned_change
from sessions_app.session_operations.staff.conflict_words import conflict_rows

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class _SeriesView(
    HeldFormMixin,
    ScopedObjectMixin[ListeningSession],
    WagtailAdminTemplateMixin,
    FormPage,
    Generic[AnyForm],
):
    """Asks on GET, previews, and saves on POST with the same input."""

    model = ListeningSession
    permission_required = "change"
    any_permission_required: list[str] | None = None
    index_url_name = ""
    pk_url_kwarg = "pk"
    select_related = ("program", "venue", "room", "host")
    #: The form field whose presence shows that the form was submitted.
    asked = ""
    done: "StrPromise"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = {**super().get_form_kwargs(), "listening_session": self.object}
        if self.request.method == "GET" and self.asked in self.request.GET:
            kwargs["data"] = self.request.GET
        return kwargs

    def save(self, form: AnyForm) -> list[ListeningSession]:
        """Pass the cleaned data to the service, and return the sessions that it saved."""
        raise NotImplementedError

    def form_valid(self, form: AnyForm) -> HttpResponse:
        try:
            saved = self.save(form)
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(self.request, self.done % {"count": len(saved)})
        return redirect(url_of(self.object))

    def refuse(self, form: AnyForm, error: EngagementError) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return self.form_invalid(form)

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context.update(
            object=self.object,
            when=when(self.object),
            back_url=url_of(self.object),
            has_errors=form.is_bound and bool(form.errors),
            is_asked=form.is_bound and form.is_valid(),
        )
        return context


class RepeatView(IdempotentPostMixin, _SeriesView[RepeatForm]):
    form_class = RepeatForm
    template_name = "backoffice/session_operations/repeat.html"
    page_title = _("Repeat session")
    asked = "times"
    done = ngettext_lazy(
        "%(count)d draft created. Schedule it when it is ready.",
        "%(count)d drafts created. Schedule each one when it is ready.",
        "count",
    )

    def save(self, form: RepeatForm) -> list[ListeningSession]:
        return series.repeat(
            listening_session=self.object,
            rule=form.rule,
            days=form.kept_days(),
            by=user_of(self.request),
        )

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.request.POST.getlist("days") if self.request.method == "POST" else None
        context["days"] = [
            {
                "value": each.day.isoformat(),
                "when": when(each.session) if each.session else "",
                "day": each.day,
                "is_chosen": chosen is None or each.day.isoformat() in chosen,
                "conflicts": conflict_rows(each.conflicts),
            }
            for each in context["form"].occurrences
        ]
        return context


class CarryOverView(_SeriesView[CarryOverForm]):
    """Leads back to the session if it is cancelled."""

    form_class = CarryOverForm
    template_name = "backoffice/session_operations/carry_over.html"
    page_title = _("Carry over to later sessions")
    asked = "parts"
    done = ngettext_lazy("%(count)d session updated.", "%(count)d sessions updated.", "count")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not series.can_be_carried_over(self.object):
            messages.error(
                request, _("You can no longer do that. This page shows the current status.")
            )
            return redirect(url_of(self.object))
        return super().get(request, *args, **kwargs)

    def save(self, form: CarryOverForm) -> list[ListeningSession]:
        answers = form.answers()
        return series.carry_over(
            listening_session=self.object,
            to=answers.to,
            parts=answers.parts,
            by=user_of(self.request),
            expected_version=answers.expected_version,
        )

    def refuse(self, form: CarryOverForm, error: EngagementError) -> HttpResponse:
        if not isinstance(error, ChangedMeanwhileError):
            return super().refuse(form, error)
        # Show the preview again with the same input, based on the current data.
        messages.error(self.request, error.message)
        answers = {name: self.request.POST.getlist(name) for name in ("parts", "to")}
        return redirect(f"{self.request.path}?{urlencode(answers, doseq=True)}")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        answers = context["form"].cleaned_data if context["is_asked"] else None
        if answers:
            targets = list(answers["to"])
            context["changes"] = [
                _change(self.object, target, answers["parts"]) for target in targets
            ]
            context["expected_version"] = version_of_all([self.object, *targets])
        return context


def _change(
    source: ListeningSession, target: ListeningSession, parts: list[str]
) -> dict[str, object]:
    """Return the changes of one later session, in words, and its notice."""
    title = when(target)
    planned = planned_change(source=source, target=target, parts=parts)
    if planned is None:
        return {
            "title": title,
            "problem": _("That time does not exist, because clocks move forward."),
        }
    try:
        notice = notice_of_change(source=source, planned=planned, parts=parts)
    except ScheduleError as error:
        return {"title": title, "problem": error.message}
    fields = audit.changed_fields(before=target, after=planned)
    before, after = when_and_where(target), when_and_where(planned)
    return {
        "pk": target.pk,
        "title": title,
        "fields": [_label(name) for name in fields],
        "before": before if before != after else "",
        "after": after,
        "notice": notice,
        "conflicts": conflict_rows(_warnings(target, planned)) if fields else [],
    }


def _warnings(before: ListeningSession, after: ListeningSession) -> list[Conflict]:
    """Return what to check before a later session is changed; all of it if that is published."""
    find = warnings_of if after.state == SessionState.SCHEDULED else conflicts_of
    return find(listening_session=after, before=before)


def _label(name: str) -> str:
    field = cast("Field[object, object]", ListeningSession._meta.get_field(name))
    return str(field.verbose_name)
