"""The page on which writers come back with their reference and return code."""

import time

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from engagement_site import rate_limits
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import one_time_string
from sessions_app.core.views.link_pages import opened_by
from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackContact, FeedbackItem
from sessions_app.feedback.selectors.intake import contact_opened_by, item_opened_by
from sessions_app.feedback.services import contacts, intake
from sessions_app.public_feedback.forms.codes import MessageForm, TrackForm
from sessions_app.public_feedback.selectors import track_of
from sessions_app.public_feedback.views.codes import TRIES_PER_HOUR, code_page
from sessions_app.public_feedback.views.pages import stopped_words

SESSION_KEY = "tracked_feedback"
#: Seconds for which a browser can read an item after its code was entered.
OPEN_FOR = 30 * 60
#: Messages that one network may send in an hour.
MESSAGES_PER_HOUR = 30

private = cache_control(private=True, no_store=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    item = _opened(request)
    step = request.POST.get("step", "")
    if step == "leave":
        return _leave(request)
    if step == "open" or item is None:
        return _open(request)
    if step == "add" and item.state != FeedbackState.ROUTED:
        return _add(request, item)
    return _status_page(request, item, MessageForm(initial={"submission": one_time_string()}))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, what: str) -> HttpResponse:
    """Ask first, then erase contact details, or make the item one that is not attributed."""
    item = _opened(request)
    if item is None:
        return redirect("sessions_app:feedback_track")
    if request.method != "POST":
        return render(request, "public_feedback/withdraw.html", {"what": what, "item": item})
    if what == "name":
        intake.withdraw_naming(item=item)
    else:
        intake.withdraw_contact(item=item)
    return _done(what)


def _open(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST if request.POST.get("step") == "open" else None)
    wait = 0
    if form.is_bound and form.is_valid():
        wait = rate_limits.seconds_to_wait(request, form="feedback-code", limit=TRIES_PER_HOUR)
        answers = form.cleaned_data
        item = None if wait else item_opened_by(**answers)
        if item is not None:
            _remember(request, item)
            return redirect("sessions_app:feedback_track")
        if not wait:
            form.add_error(
                None,
                _("This reference and this return code do not fit together. Check both."),
            )
    context: dict[str, object] = {"form": form, "is_deleted": "deleted" in request.GET}
    return code_page(request, "public_feedback/track.html", context, wait=wait)


def _add(request: HttpRequest, item: FeedbackItem) -> HttpResponse:
    form = MessageForm(request.POST)
    wait = 0
    if form.is_valid():
        wait = rate_limits.seconds_to_wait(
            request, form="feedback-message", limit=MESSAGES_PER_HOUR
        )
        if not wait:
            try:
                intake.add_message(
                    item=item,
                    text=form.cleaned_data["text"],
                    key=form.cleaned_data["submission"],
                )
            except ReadsLikeAllegationError as error:
                form.add_error("text", stopped_words(error))
                return _status_page(request, item, form, is_stopped=True)
            except EngagementError as error:
                form.add_error(None, error.message)
            else:
                return _done("added")
    return _status_page(request, item, form, wait=wait)


def _status_page(
    request: HttpRequest,
    item: FeedbackItem,
    form: MessageForm,
    *,
    is_stopped: bool = False,
    wait: int = 0,
) -> HttpResponse:
    contact = FeedbackContact.objects.filter(item=item).first()
    context = {
        "item": item,
        "form": form,
        "track": track_of(item),
        "contact_details": contact,
        "is_named": item.attribution != AttributionLevel.NONE,
        "is_routed": item.state == FeedbackState.ROUTED,
        "is_stopped": is_stopped,
        "done": request.GET.get("done", ""),
        "wait_minutes": rate_limits.whole_minutes(wait),
        "page_has_errors": bool(wait or form.errors),
    }
    return render(request, "public_feedback/status.html", context, status=429 if wait else 200)


def _done(what: str) -> HttpResponse:
    response = redirect("sessions_app:feedback_track")
    response.headers["Location"] += f"?done={what}"
    return response


def _remember(request: HttpRequest, item: FeedbackItem) -> None:
    request.session.cycle_key()
    request.session[SESSION_KEY] = {"item": item.pk, "until": int(time.time()) + OPEN_FOR}
    if isinstance(request.user, AnonymousUser):
        request.session.set_expiry(OPEN_FOR)


def _opened(request: HttpRequest) -> FeedbackItem | None:
    """Return the item whose code was entered in this session within half an hour."""
    opened = request.session.get(SESSION_KEY)
    if opened is None or opened["until"] < time.time():
        return None
    return FeedbackItem.objects.filter(pk=opened["item"]).select_related("program").first()


def _leave(request: HttpRequest) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    if isinstance(request.user, AnonymousUser):
        request.session.flush()
    response = redirect("sessions_app:feedback_track")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@opened_by(contact_opened_by, stale="public_feedback/link_stale.html")
def confirm(request: HttpRequest, contact: FeedbackContact, token: str) -> HttpResponse:
    """Confirm an address by a button, so that looking at the link changes nothing."""
    if request.method == "POST":
        contact = contacts.confirm_address(raw=token)
    return render(request, "public_feedback/confirm.html", {"contact_details": contact})
