"""Views of allauth that we change."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView as BaseConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ConfirmLoginCodeView(BaseConfirmLoginCodeView):
    """Makes a new code only if it can be sent, because the earlier one then no longer works."""

    request: HttpRequest

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        # Counts for addresses without an account as well, which get nothing: otherwise the limit
        # would tell which ones have an account.
        if get_adapter().may_mail(self._process.state["email"]):
            return super()._resend_form_valid(form)
        messages.error(self.request, _("We did not send a new code."))
        return redirect(self.passthrough_next_url(self.request.path))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["is_capped"] = not get_adapter().may_mail(context["email"], dry_run=True)
        context["can_resend"] = context["can_resend"] and not context["is_capped"]
        return context
