"""Takes answers to "Was this page helpful?", from people of whom nothing is kept."""

import hashlib
import hmac
import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

from home.models import PageFeedback
from home.models.page_feedback import COMMENT_LENGTH

#: A library or a school may answer this often in an hour.
ANSWERS_PER_HOUR = 30
HOUR = 3600
#: Hidden from people. Whatever fills it in is a program.
TRAP = "website"


class PageFeedbackForm(forms.Form):
    """One answer. What is wrong with the comment never loses the answer itself."""

    helpful = forms.ChoiceField(
        label=_("Was this page helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose Yes or No.")},
    )
    comment = forms.CharField(
        label=_("What would make this page better?"),
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please leave out names, numbers and anything private."),
    )


# No token: a token needs a cookie, and a page that sets cookies for each reader cannot be
# cached. A forged answer would use no authority of the reader's, because nobody is signed in
# for this; what another site could do is stuff the count, and _is_ours refuses that.
@csrf_exempt
@never_cache
def page_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep an answer and lead to the page of thanks. GET shows the question and keeps nothing."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id)
    if request.method != "POST":
        return _ask(request, page, PageFeedbackForm())
    if not _is_ours(request):
        raise PermissionDenied
    form = PageFeedbackForm(request.POST)
    if not form.is_valid():
        return _ask(request, page, form)
    if request.POST.get(TRAP):
        return redirect("page_feedback_thanks")
    if _has_answered_enough(request):
        return render(request, "429.html", status=429)
    PageFeedback.objects.create(
        page=page,
        helpful=form.cleaned_data["helpful"] == "yes",
        comment=form.cleaned_data["comment"],
    )
    return redirect("page_feedback_thanks")


def page_feedback_thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you."""
    return render(request, "home/page_feedback_thanks.html")


def _ask(request: HttpRequest, page: Page, form: PageFeedbackForm) -> HttpResponse:
    context = {"form": form, "page": page, "page_has_errors": bool(form.errors), "trap": TRAP}
    return render(
        request, "home/page_feedback_form.html", context, status=422 if form.errors else 200
    )


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form stood on this site, by what browsers say and scripts cannot forge."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _has_answered_enough(request: HttpRequest) -> bool:
    """Count this answer against its network, which is known only by a hash that lasts a day."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    now = int(time.time())
    today = time.strftime("%Y-%m-%d", time.gmtime(now))
    secret = f"page-feedback:{today}:{settings.SECRET_KEY}".encode()
    network = hmac.new(secret, address.encode(), hashlib.sha256).hexdigest()[:32]
    key = f"page-feedback:{now // HOUR}:{network}"
    if cache.add(key, 1, timeout=HOUR):
        return False
    try:
        return cache.incr(key) > ANSWERS_PER_HOUR
    except ValueError:
        return False  # it ran out between the two calls
