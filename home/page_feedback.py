""" "Was this page helpful?": stores anonymous answers."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from engagement_site.public_forms import HONEYPOT, is_from_this_site
from engagement_site.rate_limits import seconds_to_wait, whole_minutes
from engagement_site.text_fields import ProseField
from home.models import PageFeedback
from home.models.page_feedback import COMMENT_LENGTH

#: Rate limit per network, which may be a library or a school.
ANSWERS_PER_HOUR = 30


class PageFeedbackForm(forms.Form):
    """One answer. An invalid comment never loses the answer itself."""

    helpful = forms.ChoiceField(
        label=_("Was this page helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose Yes or No.")},
    )
    comment = ProseField(
        label=_("What would make this page better?"),
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please leave out names, numbers and anything private."),
    )


# No CSRF token: it needs a cookie, and a page that sets cookies cannot be cached. A forged answer
# would not use the reader's authority, because nobody is signed in; another site could only distort
# the count, so the browser's headers must show that the form is ours.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store an answer and redirect to the thank-you page. GET shows the form and stores nothing."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id)
    if request.method != "POST":
        return _ask(request, page, PageFeedbackForm())
    if not is_from_this_site(request):
        raise PermissionDenied
    form = PageFeedbackForm(request.POST)
    if not form.is_valid():
        return _ask(request, page, form)
    if request.POST.get(HONEYPOT):
        return redirect("page_feedback_thanks")
    if wait := seconds_to_wait(request, form="page-feedback", limit=ANSWERS_PER_HOUR):
        return _ask_later(request, page, form, wait=wait)
    PageFeedback.objects.create(
        page=page,
        helpful=form.cleaned_data["helpful"] == "yes",
        comment=form.cleaned_data["comment"],
    )
    return redirect("page_feedback_thanks")


@require_safe
def page_feedback_thanks(request: HttpRequest) -> HttpResponse:
    """Show the thank-you page."""
    return render(request, "home/page_feedback_thanks.html")


def _ask(
    request: HttpRequest, page: Page, form: PageFeedbackForm, *, status: int | None = None
) -> HttpResponse:
    context = {"form": form, "page": page, "page_has_errors": bool(form.errors)}
    status = status or (422 if form.errors else 200)
    return render(request, "home/page_feedback_form.html", context, status=status)


def _ask_later(
    request: HttpRequest, page: Page, form: PageFeedbackForm, *, wait: int
) -> HttpResponse:
    """Return the input with 429, and say in how many minutes it can be sent."""
    minutes = whole_minutes(wait)
    words = ngettext(
        "We received many forms from your network in a short time. Your answers are still here. "
        "Wait %(minutes)s minute and send your form again, or call us.",
        "We received many forms from your network in a short time. Your answers are still here. "
        "Wait %(minutes)s minutes and send your form again, or call us.",
        minutes,
    )
    form.add_error(None, words % {"minutes": minutes})
    response = _ask(request, page, form, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
