"""The page behind the link of a read-back: an organization checks its statements."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sessions_app.core.errors import EngagementError
from sessions_app.core.views.link_pages import opened_by
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.read_back.enums import WITHDRAWN_TO, AnswerKind
from sessions_app.read_back.forms.read_backs import AnswerForm
from sessions_app.read_back.models import ReadBack, ReadBackRecipient
from sessions_app.read_back.selectors.statements import Statement, statements_of, with_answers
from sessions_app.read_back.services import answers, links

by_read_back = opened_by(lambda token: links.recipient_for(raw=token), stale="read_back/stale.html")


@by_read_back
def read_back(request: HttpRequest, recipient: ReadBackRecipient, token: str) -> HttpResponse:
    asked = recipient.read_back
    statements = with_answers(statements_of(asked))
    chosen = next(
        (each for each in statements if each.item.reference == request.POST.get("reference")), None
    )
    if request.method != "POST" or chosen is None:
        status = 409 if request.method == "POST" else 200
        return _page(request, asked, token, statements, is_gone=status == 409, status=status)
    form = AnswerForm(request.POST, statement=chosen)
    if not form.is_valid():
        return _page(request, asked, token, statements, form=form, chosen=chosen)
    if form.cleaned_data["answer"] in WITHDRAWN_TO and "sure" not in request.POST:
        context = {"read_back": asked, "statement": chosen, "form": form, "token": token}
        return render(request, "read_back/withdraw.html", context)
    try:
        has_more = _save(asked, form)
    except EngagementError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(
            request,
            asked,
            token,
            with_answers(statements_of(asked)),
            form=form,
            chosen=chosen,
            is_allegation=isinstance(error, ReadsLikeAllegationError),
            status=409,
        )
    if not has_more:
        return redirect("sessions_app:read_back_done")
    response = redirect("sessions_app:read_back", token)
    response.headers["Location"] += f"?saved={chosen.item.reference}#saved"
    return response


@cache_control(private=True, no_store=True)
@require_safe
def read_back_done(request: HttpRequest) -> HttpResponse:
    """Shown when the last statement is no longer the organization's: its link is gone."""
    return render(request, "read_back/done.html")


def _save(asked: ReadBack, form: AnswerForm) -> bool:
    """Save an answer; return whether the organization has statements left."""
    given = form.cleaned_data
    kind = AnswerKind(given["answer"])
    named = {"read_back": asked, "reference": given["reference"]}
    if kind in WITHDRAWN_TO:
        return answers.withdraw(**named, kind=kind)
    if kind == AnswerKind.CORRECTED:
        answers.correct(**named, read=given["read"], words=given["words"])
    else:
        answers.confirm(**named, read=given["read"])
    return True


def _page(
    request: HttpRequest,
    asked: ReadBack,
    token: str,
    statements: list[Statement],
    *,
    form: AnswerForm | None = None,
    chosen: Statement | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    rows = [
        {
            "statement": each,
            "form": form
            if form and chosen and each.item.pk == chosen.item.pk
            else AnswerForm(statement=each),
        }
        for each in statements
    ]
    saved = request.GET.get("saved", "")
    context |= {
        "read_back": asked,
        "session": asked.listening_session,
        "token": token,
        "rows": rows,
        "form": form,
        "saved": next((each for each in statements if each.item.reference == saved), None),
        "was_saved": bool(saved),
        "left": sum(each.answer is None for each in statements),
        "page_has_errors": bool(form and form.errors) or bool(context.get("is_gone")),
    }
    return render(request, "read_back/page.html", context, status=status)
