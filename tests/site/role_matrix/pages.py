"""Example values for URLs of pages."""

import datetime

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage, ResponseIndexPage, ResponsePage, StandardPage
from sessions_app.core import roles
from tests import builders
from tests.site.role_matrix.examples import People, Values, Variants
from tests.site.role_matrix.people import EDITOR, MANAGER


def make_pages(people: People) -> tuple[Values, Variants]:
    """Return example values; the default page is a static page below the home page.

    Variants: ``response`` is a response, the only page type that officers can edit; ``signed-in``
    and ``managers`` are pages with view restrictions.
    """
    home, responses = HomePage.objects.get(), ResponseIndexPage.objects.get()
    values = {
        **_values_of(_text(home, "text", people), home),
        **_moderated(_text(home, "moderated", people), people),
        **_in_special_states(home, people),
        "wagtail_serve": {"": ("",)},
        "wagtailadmin_block_preview": {"?": f"id={_block_id()}"},
    }
    response = _response(responses, "response", people)
    variants = {
        "response": {
            **_values_of(response, responses),
            **_moderated(_response(responses, "moderated-response", people), people),
        }
    }
    for name, kind in (("signed-in", "login"), ("managers", "groups")):
        page = _text(home, name, people)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
        variants[name] = {
            "page": {"": (f"{name}/",)},
            "page_feedback": {"page_id": page.pk},
        }
    restriction.groups.add(Group.objects.get(name=roles.ROLE_MANAGER))
    values["wagtailcore_authenticate_with_password"] = {"page_view_restriction_id": restriction.pk}
    return values, variants


def _values_of(page: Page, parent: Page) -> Values:
    kind = type(page)._meta.model_name
    revision = page.revisions.earliest("pk")
    return {
        "": {
            **dict.fromkeys(("page_id", "page_to_move_id"), page.pk),
            **dict.fromkeys(("parent_page_id", "destination_id"), parent.pk),
        },
        "wagtailadmin_pages": {
            "revision_id": revision.pk,
            **dict.fromkeys(("model_name", "content_type_model_name"), kind),
            **dict.fromkeys(("app_label", "content_type_app_name"), "home"),
        },
        "wagtailadmin_pages:revisions_compare": {"": (page.pk, revision.pk, "latest")},
        "wagtailadmin_api:pages": {"pk": page.pk},
        "wagtailadmin_api:pages:find": {"?": f"id={page.pk}"},
        "wagtailadmin_editing_sessions:ping": {
            "app_label": "wagtailcore",
            "model_name": "page",
            "object_id": page.pk,
            "session_id": 0,
        },
        "page": {"": (page.get_url_parts()[2].lstrip("/"),)},
    }


def _in_special_states(home: Page, people: People) -> Values:
    """Return pages in the states that some views require."""
    locked = _text(home, "locked", people)
    locked.locked = True
    locked.save()
    scheduled = _text(home, "scheduled", people)
    later = timezone.now() + datetime.timedelta(days=9)
    revision = scheduled.save_revision(user=people[MANAGER], approved_go_live_at=later)
    alias = _text(home, "original", people).create_alias(update_slug="alias")
    session = EditingSession.objects.create(
        user=people[MANAGER], content_object=locked, last_seen_at=timezone.now()
    )
    return {
        "wagtailadmin_pages:unlock": {"page_id": locked.pk},
        "wagtailadmin_pages:convert_alias": {"page_id": alias.pk},
        "wagtailadmin_api:pages:action": {"pk": alias.pk, "action_name": "convert_alias"},
        "wagtailadmin_pages:revisions_unschedule": {
            "page_id": scheduled.pk,
            "revision_id": revision.pk,
        },
        # Only the user who owns the editing session has access.
        "wagtailadmin_editing_sessions:release": {"session_id": session.pk},
    }


def _moderated(page: Page, people: People) -> Values:
    """Return values for a page that is waiting for a manager's approval."""
    page.save_revision(user=people[EDITOR])
    state = page.get_workflow().start(page, people[EDITOR])
    values = {
        "page_id": page.pk,
        "task_id": state.current_task_state.task_id,
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "action_name": "approve",
    }
    names = (
        "workflow_action",
        "collect_workflow_action_data",
        "confirm_workflow_cancellation",
        "workflow_preview",
        "workflow_history",
        "workflow_history_detail",
    )
    return {f"wagtailadmin_pages:{name}": values for name in names}


def _text(parent: Page, slug: str, people: People) -> Page:
    return _publish(parent, StandardPage(title=slug.title(), slug=slug), people)


def _response(parent: Page, slug: str, people: People) -> Page:
    parts = ("heard", "did", "will_not_do", "next_steps")
    page = ResponsePage(
        title=slug.title(),
        slug=slug,
        program=builders.build_program(),
        lead="What we did.",
        next_update_on=timezone.localdate() + datetime.timedelta(days=60),
        **{part: [("text", "Words.")] for part in parts},
    )
    return _publish(parent, page, people)


def _publish(parent: Page, page: Page, people: People) -> Page:
    page.owner = people[MANAGER]
    parent.add_child(instance=page)
    page.save_revision(user=people[MANAGER]).publish(user=people[MANAGER])
    return page


def _block_id() -> str:
    parts = ResponsePage._meta.get_field("heard").stream_block
    return next(iter(parts.child_blocks.values())).definition_prefix
