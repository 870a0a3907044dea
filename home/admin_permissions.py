"""What Wagtail's helper views ask for here, beside a way into the admin.

Wagtail guards what changes something. Views that only help (choosers, the API behind them,
bulk actions, the site history) open to all staff, so an action owner could read the titles
of private pages and everybody's audit entries. The matrix of roles and addresses in the
tests knows every view, and fails when Wagtail brings a new one.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images
from wagtail.models import Page
from wagtail.permissions import task_permission_policy as tasks

from engagement_site.accounts.models import User

View = Callable[..., HttpResponse]
#: Called with the user and what the address captured.
Question = Callable[..., bool]


def works_on_pages(user: User, **captured: Any) -> bool:
    return user_has_any_page_permission(user)


def edits_this_page(user: User, *, page_id: int, **captured: Any) -> bool:
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and page.permissions_for_user(user).can_edit()


def moves_this_page(user: User, *, page_to_move_id: int, **captured: Any) -> bool:
    page = Page.objects.filter(pk=page_to_move_id).first()
    return page is not None and page.permissions_for_user(user).can_move()


def works_with_documents(user: User, **captured: Any) -> bool:
    return documents.user_has_any_permission(user, ["add", "change", "choose"])


def works_with_images(user: User, **captured: Any) -> bool:
    return images.user_has_any_permission(user, ["add", "change", "choose"])


def works_with_files(user: User, **captured: Any) -> bool:
    return works_with_documents(user) or works_with_images(user)


def works_in_bulk(user: User, *, model_name: str, **captured: Any) -> bool:
    question = {
        "page": works_on_pages,
        "document": works_with_documents,
        "image": works_with_images,
    }.get(model_name, administers)
    return question(user)


def reads_the_audit_trail(user: User, **captured: Any) -> bool:
    return user.has_perm("sessions_app.view_auditentry")


def designs_workflows(user: User, **captured: Any) -> bool:
    return tasks.user_has_any_permission(user, ["add", "change"])


def is_for_nobody(user: User, **captured: Any) -> bool:
    return False


def administers(user: User, **captured: Any) -> bool:
    return user.is_superuser


#: Name of a view → what it asks. All other views of Wagtail's ask well enough themselves.
REQUIRED: Mapping[str, Question] = {
    "wagtail_bulk_action": works_in_bulk,
    "wagtailadmin_api:documents:detail": works_with_documents,
    "wagtailadmin_api:documents:find": works_with_documents,
    "wagtailadmin_api:documents:listing": works_with_documents,
    "wagtailadmin_api:images:detail": works_with_images,
    "wagtailadmin_api:images:find": works_with_images,
    "wagtailadmin_api:images:listing": works_with_images,
    "wagtailadmin_api:pages:action": works_on_pages,
    "wagtailadmin_api:pages:detail": works_on_pages,
    "wagtailadmin_api:pages:find": works_on_pages,
    "wagtailadmin_api:pages:listing": works_on_pages,
    "wagtailadmin_choose_page": works_on_pages,
    "wagtailadmin_choose_page_anchor_link": works_on_pages,
    "wagtailadmin_choose_page_child": works_on_pages,
    "wagtailadmin_choose_page_chosen_multiple": works_on_pages,
    "wagtailadmin_choose_page_email_link": works_on_pages,
    "wagtailadmin_choose_page_external_link": works_on_pages,
    "wagtailadmin_choose_page_phone_link": works_on_pages,
    "wagtailadmin_choose_page_search": works_on_pages,
    "wagtailadmin_error_test": is_for_nobody,
    "wagtailadmin_pages:choose_parent": works_on_pages,
    "wagtailadmin_pages:confirm_workflow_cancellation": edits_this_page,
    "wagtailadmin_pages:move_confirm": moves_this_page,
    "wagtailadmin_pages:revisions_index": edits_this_page,
    "wagtailadmin_reports:site_history": reads_the_audit_trail,
    "wagtailadmin_reports:site_history_results": reads_the_audit_trail,
    "wagtailadmin_tag_autocomplete": works_with_files,
    "wagtailadmin_tag_model_autocomplete": works_with_files,
    "wagtailadmin_workflows:task_chooser": designs_workflows,
    "wagtailadmin_workflows:task_chooser_create": designs_workflows,
    "wagtailadmin_workflows:task_chooser_results": designs_workflows,
    "wagtailadmin_workflows:task_chosen": designs_workflows,
    "wagtaildocs_chooser:choose": works_with_documents,
    "wagtaildocs_chooser:choose_results": works_with_documents,
    "wagtaildocs_chooser:chosen_multiple": works_with_documents,
    "wagtailembeds:chooser": works_on_pages,
    "wagtailembeds:chooser_upload": works_on_pages,
    "wagtailimages_chooser:choose": works_with_images,
    "wagtailimages_chooser:choose_results": works_with_images,
    "wagtailimages_chooser:chosen_multiple": works_with_images,
    "wagtailimages_chooser:select_format": works_with_images,
}


def require_permission(view: View) -> View:
    """Refuse a view of `REQUIRED` to staff who have no use for it, as Wagtail refuses others."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **captured: Any) -> HttpResponse:
        match, user = request.resolver_match, request.user
        question = REQUIRED.get(match.view_name) if match else None
        # Who may not open the admin at all is sent to sign in by the view itself,
        is_staff = user.has_perm("wagtailadmin.access_admin")
        if question and is_staff and not question(user, **captured):
            return permission_denied(request)
        response = view(request, *args, **captured)
        # and who has signed in is not sent there, and back, for ever.
        is_sent_away = response.get("Location", "").startswith(reverse("account_login"))
        if is_sent_away and user.is_authenticated and not is_staff:
            raise PermissionDenied
        return response

    return checked
