"""Staff forms that can be sent again without harm, and that survive the end of a session."""

import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from engagement_site import held_forms
from sessions_app.core.services import idempotency
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.wagtail_types import FormPageMixin

#: Name of the hidden input, see ``backoffice/core/parts/idempotency_key.html``.
KEY_NAME = "idempotency_key"


class HeldFormMixin(FormPageMixin):
    """Fills in what was typed when the session had ended, once the person has signed in again."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        held = held_forms.take(request)
        if held is not None:
            messages.warning(
                request,
                _(
                    "You were signed out, so this has not been saved. What you typed is still "
                    "here. Check it, then save."
                ),
            )
            # Django binds a form only to the data of a POST. get() shows it, and saves nothing.
            request.method, request.POST = "POST", held  # type: ignore[assignment]
        return super().get(request, *args, **kwargs)


class IdempotentPostMixin(FormPageMixin):
    """Saves a form once, however often it is sent: double clicks, Back and save, retries.

    The same form with other input is a new one. Everything that the view writes is in one
    transaction with the key.
    """

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.POST.get(KEY_NAME):
            return super().post(request, *args, **kwargs)
        key = _key(request)
        with transaction.atomic():
            claimed = idempotency.claim(key=key)
            if claimed is not None:
                response = super().post(request, *args, **kwargs)
                if response.status_code == 302:
                    claimed.location = response["Location"]
                    claimed.save(update_fields=["location"])
                else:
                    transaction.set_rollback(True)
                return response
        messages.info(request, _("This was saved already. Nothing was added a second time."))
        return redirect(idempotency.location_of(key=key))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sent = self.request.POST.get(KEY_NAME)
        context[KEY_NAME] = sent or secrets.token_urlsafe(16)
        return context


def _key(request: HttpRequest) -> str:
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    )
    chosen = sorted(
        (name, [(file.name, file.size) for file in files]) for name, files in request.FILES.lists()
    )
    return repr((user_of(request).pk, request.path, typed, chosen))
