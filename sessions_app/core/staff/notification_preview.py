"""Notification preview: a page between a staff form and saving it, with warnings and e-mails.

The form's input is carried in the page, so nothing is stored before it is confirmed, and nothing is
lost on the way back. No script is needed (ADR 0021).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.core.staff.edit_conflicts import EditConflictMixin
from sessions_app.core.staff.record_views import expect_version, record_title, trail, url_of
from sessions_app.core.staff.transitions import NoticeShown
from sessions_app.core.staff.wagtail_types import AnyForm, Record

#: Values of ``step``, sent by the buttons of the page.
SEND, EDIT, LOOK = "send", "edit", "look"


def sent_words(told: NoticeShown) -> str:
    """Return how many e-mails a confirmed notice sends."""
    words = ngettext(
        "%(count)d e-mail is being sent.", "%(count)d e-mails are being sent.", told.total
    )
    return words % {"count": told.total}


class NotificationPreviewMixin(EditConflictMixin[Record], Generic[Record, AnyForm]):
    """For a view with a form that has ``expected_version``, and ``note`` if staff may add one.

    Call :meth:`preview_response` before saving.
    """

    #: The confirmed notice, or None if nobody is notified.
    told: NoticeShown | None = None

    def notice_of(self, form: AnyForm) -> NoticeShown | None:
        """Return the :class:`Notice` of what a valid form would do, or None."""
        raise NotImplementedError

    def preview_response(self, form: AnyForm) -> HttpResponse | None:
        """Return the preview to show instead of saving; None if the form may be saved.

        What was shown for another version of the record is shown again, with a warning, and does
        not count as confirmed.
        """
        step = self.request.POST.get("step")
        if step == EDIT:
            return self.render_to_response(self.get_context_data(form=form))
        self.told = self.notice_of(form)
        if self.told is None and not self.needs_review(form):
            return None
        expected = form.cleaned_data["expected_version"]
        # Without a notice nothing of the record is shown: the service compares the versions.
        version = self.told.version if self.told else expected
        is_stale = bool(expected) and expected != version
        if step == SEND and not is_stale:
            return None
        return self._preview(form, version=version, is_stale=is_stale)

    def conflicts_of(self, form: AnyForm) -> Sequence[Mapping[str, object]]:
        """Return the rows of what to check before saving: warnings, never refusals."""
        return []

    def needs_review(self, form: AnyForm) -> bool:
        """Whether there is something to check although nobody would be e-mailed."""
        return False

    def carried(self, form: AnyForm) -> Iterable[Iterable[BoundField]]:
        """Return the fields that travel through the preview, besides note and version."""
        return [[form[name] for name in form.fields if name not in ("note", "expected_version")]]

    def _preview(self, form: AnyForm, *, version: str, is_stale: bool) -> HttpResponse:
        if is_stale and self.told:
            expect_version(form, self.told.version)
        title = _("Review before sending") if self.told else _("Review before saving")
        context = {
            "view": self,
            "header_icon": self.header_icon,
            "header_title": f"{title}: {record_title(self.object)}",
            "breadcrumbs_items": [
                *trail(self),
                {"url": url_of(self.object), "label": record_title(self.object)},
                {"url": "", "label": title},
            ],
            "notice": self.told,
            "version": version,
            "conflicts": self.conflicts_of(form),
            "carried": hidden_inputs(self.carried(form)),
            "note": form.cleaned_data.get("note", ""),
            "takes_note": "note" in form.fields,
            "is_stale": is_stale,
            "edit_conflict": self.edit_conflict(form),
        }
        return render(self.request, "backoffice/core/notification_preview.html", context)
