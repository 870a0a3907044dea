"""A page between a staff form and what it does: who is told, and in which words.

What was typed travels in that page, so nothing is stored before it is confirmed, and
nothing is lost on the way back. No script is needed.
"""

from typing import Generic, Protocol

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.core.staff.record_views import record_title, trail, url_of
from sessions_app.core.staff.wagtail_types import AnyForm, Record, RecordPage

#: What the buttons of the page send as ``step``.
SEND, EDIT, LOOK = "send", "edit", "look"


class NoticeShown(Protocol):
    """What a change would tell, and to whom; the template shows more of it."""

    @property
    def version(self) -> str:
        """The saved state of the record that the notice was made from."""

    @property
    def total(self) -> int:
        """E-mails that would go out."""


class NotificationPreviewMixin(RecordPage[Record], Generic[Record, AnyForm]):
    """For a view with a form that has ``expected_version``, and ``note`` if staff may add one.

    Ask :meth:`preview_response` before saving.
    """

    #: The notice that was confirmed, or None when nobody is told.
    told: NoticeShown | None = None

    def notice_of(self, form: AnyForm) -> NoticeShown | None:
        """Return the :class:`Notice` of what a valid form would do, or None."""
        raise NotImplementedError

    def preview_response(self, form: AnyForm) -> HttpResponse | None:
        """Return the page to show in place of saving; None when the form may be saved.

        A notice that was made from another version of the record is shown again, with a
        warning, and is not taken as confirmed.
        """
        step = self.request.POST.get("step")
        if step == EDIT:
            return self.render_to_response(self.get_context_data(form=form))
        self.told = self.notice_of(form)
        if self.told is None:
            return None
        expected = form.cleaned_data["expected_version"]
        is_stale = bool(expected) and expected != self.told.version
        if step == SEND and not is_stale:
            return None
        return self._preview(form, is_stale=is_stale)

    def _preview(self, form: AnyForm, *, is_stale: bool) -> HttpResponse:
        carried = [form[name] for name in form.fields if name not in ("note", "expected_version")]
        context = {
            "view": self,
            "header_title": _("Review before sending"),
            "breadcrumbs_items": [
                *trail(self),
                {"url": url_of(self.object), "label": record_title(self.object)},
                {"url": "", "label": _("Who gets an e-mail")},
            ],
            "notice": self.told,
            "carried": hidden_inputs([carried]),
            "note": form.cleaned_data.get("note", ""),
            "takes_note": "note" in form.fields,
            "is_stale": is_stale,
        }
        return render(self.request, "backoffice/core/notification_preview.html", context)
