"""Denies admin views by default, and requires permissions for Wagtail's helper views.

Kept because Wagtail checks permissions only for views that change something. Choosers, the API
behind them, bulk actions and the site history open to all staff, so an action owner could read the
titles of private pages and everyone's audit entries. Wagtail has no setting for them.

Our own views check their policies; `CHECKED_BY_WAGTAIL` lists the views that check enough
themselves; `REQUIRED` lists what the others require. A view in neither list, such as one that a
Wagtail upgrade adds, is open to superusers only.
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
#: Called with the user and the captured URL arguments.
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


#: View name → permissions required in addition to access to the admin.
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


def _names(text: str) -> frozenset[str]:
    """Parse names from lines of ``namespace: name name …``; "-" stands for no namespace."""
    found = set()
    for line in text.strip().splitlines():
        namespace, _colon, names = line.strip().partition(": ")
        prefix = "" if namespace == "-" else f"{namespace}:"
        found |= {prefix + name for name in names.split()}
    return frozenset(found)


#: Wagtail's views that check permissions themselves, or show each user their own data.
CHECKED_BY_WAGTAIL = _names(
    """
    -: wagtailadmin_account wagtailadmin_block_preview wagtailadmin_dismissibles
    -: wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_explore_root
    -: wagtailadmin_home wagtailadmin_javascript_catalog wagtailadmin_login wagtailadmin_logout
    -: wagtailadmin_password_reset wagtailadmin_password_reset_complete wagtailadmin_sprite
    -: wagtailadmin_password_reset_confirm wagtailadmin_password_reset_done
    -: wagtail.admin.views.home.default
    simple_translation: submit_page_translation submit_snippet_translation
    wagtailadmin_collections: add delete edit index set_privacy
    wagtailadmin_editing_sessions: ping release
    wagtailadmin_pages: add add_subpage collect_workflow_action_data convert_alias copy delete edit
    wagtailadmin_pages: history history_results lock move preview_on_add preview_on_edit
    wagtailadmin_pages: revisions_compare revisions_revert revisions_unschedule revisions_view
    wagtailadmin_pages: search search_results set_page_position set_privacy type_use
    wagtailadmin_pages: type_use_results unlock unpublish usage view_draft workflow_action
    wagtailadmin_pages: workflow_history workflow_history_detail workflow_preview
    wagtailadmin_reports: aging_pages aging_pages_results locked_pages locked_pages_results
    wagtailadmin_reports: page_types_usage page_types_usage_results workflow workflow_results
    wagtailadmin_reports: workflow_tasks workflow_tasks_results
    wagtailadmin_workflows: add add_task disable disable_task edit edit_task enable enable_task
    wagtailadmin_workflows: index index_results remove select_task_type task_index
    wagtailadmin_workflows: task_index_results usage usage_results
    wagtaildocs: add add_multiple create_multiple_from_uploaded_document delete delete_multiple
    wagtaildocs: delete_upload_multiple document_usage edit edit_multiple index index_results
    wagtaildocs_chooser: chosen create
    wagtailimages: add add_multiple create_multiple_from_uploaded_image delete delete_multiple
    wagtailimages: delete_upload_multiple edit edit_multiple image_usage index index_results
    wagtailimages: preview url_generator url_generator_output
    wagtailimages_chooser: chosen create
    wagtailredirects: add delete edit index index_results process_import start_import
    wagtailsettings: edit preview_on_edit
    wagtailsites: add copy delete edit history history_results index index_results usage
    wagtailsnippets: index
    wagtailusers_groups: add delete edit history history_results index index_results usage
    wagtailusers_users: add copy delete edit history history_results index index_results usage
    """
)
#: Packages whose views check our policies.
OWN = frozenset({"home", "sessions_app"})


def required(view: View, name: str) -> Question | None:
    """Return what a view requires besides access to the admin; None if it checks enough itself."""
    if name in REQUIRED:
        return REQUIRED[name]
    is_own = getattr(view, "view_class", view).__module__.partition(".")[0] in OWN
    return None if is_own or name in CHECKED_BY_WAGTAIL else administers


def require_permission(view: View) -> View:
    """Refuse a view to staff without the required permission, the way Wagtail does."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **captured: Any) -> HttpResponse:
        match, user = request.resolver_match, request.user
        question: Question | None = administers
        if match:
            question = required(view, match.view_name)
        # Users without access to the admin are redirected to sign-in by the view itself.
        is_staff = user.has_perm("wagtailadmin.access_admin")
        if question and is_staff and not question(user, **captured):
            return permission_denied(request)
        response = view(request, *args, **captured)
        # For a user who is signed in already, that would be a redirect loop.
        is_sent_away = response.get("Location", "").startswith(reverse("account_login"))
        if is_sent_away and user.is_authenticated and not is_staff:
            raise PermissionDenied
        return response

    return checked
