"""Changes of state by staff: each is a small page that says what will happen, and a POST."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.notification_preview import TellsFirstMixin
from sessions_app.core.staff.record_views import record_title, take_version, trail, url_of
from sessions_app.core.staff.scoped import ScopedObjectMixin


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the answer."""

    def arguments(self) -> dict[str, Any]:
        """Return what the service is called with, beside the record and the user."""
        return dict(self.cleaned_data)


class TellingForm(ConfirmForm):
    """For a move that shows its e-mails first: which version of the record they were for."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReasonForm(ConfirmForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say it so that the people concerned can read it."),
        error_messages={"required": _("Write the reason.")},
    )


class TellingReasonForm(TellingForm, ReasonForm):
    pass


class NoteForm(TellingForm):
    """The note is written on the page that shows the e-mails."""

    note = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Move:
    """One change of state that an inspect page offers."""

    slug: str
    #: On the button.
    label: Any
    #: What will happen, in a sentence or two.
    explanation: Any
    #: ``service(*, <record keyword>, by, **form.arguments())``
    service: Callable[..., Any]
    #: Names the record in the service's signature.
    keyword: str
    done: Any
    to_state: str = ""
    moves: Any = field(default_factory=dict)
    state_field: str = "state"
    verb: str = "change"
    form_class: type[ConfirmForm] = ConfirmForm
    style: str = "button-secondary"
    #: Returns the sentences that say who will be written to.
    tells: Callable[[Any], Iterable[str]] | None = None
    #: Returns rows of what may not go together with the move: told, never refused.
    warns: Callable[[Any], list[dict[str, Any]]] | None = None
    #: ``notice(record, **form.arguments())``: what the e-mails would say, shown before the
    #: move is made. None when nobody is told, and then it is made at once. The form is a
    #: :class:`TellingForm`.
    notice: Callable[..., Any] | None = None
    #: What the form starts with, from the record.
    initial: Callable[[Any], dict[str, Any]] | None = None
    #: A further condition, beside the table of allowed moves.
    condition: Callable[[Any], bool] | None = None

    def is_open_to(self, record: Any) -> bool:
        """Whether the record's state allows it."""
        if self.moves and self.to_state not in self.moves[getattr(record, self.state_field)]:
            return False
        return self.condition is None or self.condition(record)


class MoveView(TellsFirstMixin, ScopedObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Asks before a move and makes it. GET changes nothing."""

    model: Any = None
    permission_policy: Any = None
    permission_required = None
    any_permission_required: Any = None
    index_url_name = ""
    pk_url_kwarg = "pk"
    moves: tuple[Move, ...] = ()
    template_name = "backoffice/core/record_move.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = next((move for move in self.moves if move.slug == kwargs["move"]), None)
        if found is None:
            raise Http404
        self.move = found
        self.permission_required = self.move.verb
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, self.move.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.move.is_open_to(self.object):
            messages.error(
                request, _("That is not possible any more. This page shows where it stands now.")
            )
            return redirect(url_of(self.object))
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[ConfirmForm]:
        return self.move.form_class

    def get_initial(self) -> dict[str, Any]:
        return self.move.initial(self.object) if self.move.initial else {}

    def notice_of(self, form: Any) -> Any:
        if self.move.notice is None:
            return None
        arguments = form.arguments()
        arguments.pop("seen")
        return self.move.notice(self.object, **arguments)

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        try:
            if page := self.page_before_telling(form):
                return page
            self.move.service(
                **{self.move.keyword: self.object}, by=self.request.user, **form.arguments()
            )
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(self.request, self.move.done)
        return redirect(url_of(self.object))

    def refuse(self, form: ConfirmForm, error: EngagementError) -> HttpResponse:
        """Show the form again, with what a service said against it."""
        take_version(form, error)
        form.add_error(error.field if error.field in form.fields else None, error.message)
        # The service may have changed the object in memory before it refused.
        self.object = self.get_object()
        return self.form_invalid(form)

    def get_page_title(self) -> str:
        return self.move.label

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.move.label},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tells = self.move.tells
        context.update(
            object=self.object,
            move=self.move,
            back_url=url_of(self.object),
            tells=list(tells(self.object)) if tells else [],
            conflicts=self.move.warns(self.object) if self.move.warns else [],
            has_errors=bool(context["form"].errors),
        )
        return context
