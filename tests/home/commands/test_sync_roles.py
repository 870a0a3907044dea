import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home import page_roles
from home.management.commands import sync_roles
from home.models import HomePage, ResponseIndexPage
from sessions_app.core.roles import (
    ROLE_ACTION_OWNER,
    ROLE_ENGAGEMENT_OFFICER,
    ROLE_MANAGER,
    ROLES,
    permissions_of,
)

pytestmark = pytest.mark.django_db


def _state() -> dict[str, object]:
    """Return everything that the command can write."""
    return {
        "permissions": {
            group.name: sorted(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        },
        "pages": sorted(
            GroupPagePermission.objects.values_list("group__name", "page", "permission__codename")
        ),
        "files": sorted(
            GroupCollectionPermission.objects.values_list("group__name", "permission__codename")
        ),
        "workflows": sorted(WorkflowPage.objects.values_list("page", "workflow__name")),
        "tasks": sorted(WorkflowTask.objects.values_list("workflow__name", "task__name")),
        "active": sorted(Workflow.objects.filter(active=True).values_list("name", flat=True)),
    }


def test_groups_hold_what_the_tables_say(synced_roles):
    for role in ROLES:
        group = Group.objects.get(name=role)
        held = {
            f"{app}.{codename}"
            for app, codename in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        assert held == permissions_of(role) | page_roles.MODEL_PERMISSIONS.get(role, frozenset())


def test_only_managers_publish_and_officers_write_responses_alone(synced_roles):
    publishers = GroupPagePermission.objects.filter(permission__codename="publish_page")
    assert set(publishers.values_list("group__name", flat=True)) == {ROLE_MANAGER}

    officers = GroupPagePermission.objects.filter(group__name=ROLE_ENGAGEMENT_OFFICER)
    assert sorted(officers.values_list("page", "permission__codename")) == [
        (ResponseIndexPage.objects.get().pk, "add_page"),
        (ResponseIndexPage.objects.get().pk, "change_page"),
    ]
    assert not GroupPagePermission.objects.filter(group__name=ROLE_ACTION_OWNER).exists()


def test_every_page_is_approved_by_a_manager(synced_roles):
    task = GroupApprovalTask.objects.get(name=page_roles.APPROVAL_TASK)

    assert [group.name for group in task.groups.all()] == [ROLE_MANAGER]
    assert HomePage.objects.get().get_workflow().name == "Page approval"
    assert ResponseIndexPage.objects.get().get_workflow().name == "Response approval"


def test_command_run_twice_changes_nothing(synced_roles):
    before = _state()

    call_command("sync_roles", verbosity=0)

    assert _state() == before


def test_command_takes_back_what_was_given_by_hand(synced_roles):
    before = _state()
    group = Group.objects.get(name=ROLE_ACTION_OWNER)
    group.permissions.add(Permission.objects.get(codename="view_private_note"))
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(
        group=group, page=HomePage.objects.get().page_ptr, permission=publish
    )

    call_command("sync_roles", verbosity=0)

    assert _state() == before


def test_permission_that_does_not_exist_stops_the_command(monkeypatch):
    monkeypatch.setattr(sync_roles, "permissions_of", lambda role: {"sessions_app.fly"})

    with pytest.raises(CommandError, match=r"sessions_app\.fly"):
        call_command("sync_roles", verbosity=0)
