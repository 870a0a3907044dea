"""Writes the role tables to Django's groups and Wagtail's permissions. Idempotent."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.page_roles import (
    APPROVAL_TASK,
    APPROVING_ROLE,
    FILE_PERMISSIONS,
    MODEL_PERMISSIONS,
    PAGE_PERMISSIONS,
    WORKFLOWS,
)
from sessions_app.core.roles import ROLES, permissions_of

#: Wagtail's default groups. They have no members, but may publish.
WAGTAIL_GROUPS = ("Editors", "Moderators")


class Command(BaseCommand):
    help = "Write groups, permissions and workflows from the tables of roles. Safe to repeat."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True).delete()
        groups = {role: Group.objects.get_or_create(name=role)[0] for role in ROLES}
        for role, group in groups.items():
            wanted = permissions_of(role) | MODEL_PERMISSIONS.get(role, frozenset())
            group.permissions.set(_permissions(wanted))
            _set_page_permissions(role, group)
            _set_file_permissions(role, group)
        _set_workflows(groups[APPROVING_ROLE])
        self.stdout.write(f"{len(groups)} roles are in step.")


def _permissions(names: frozenset[str] | set[str]) -> list[Permission]:
    """Return the permissions named ``app.codename``. Raises CommandError for an unknown one."""
    condition = Q(pk__in=[])
    for name in names:
        app, codename = name.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(condition).select_related("content_type"))
    known = {f"{each.content_type.app_label}.{each.codename}" for each in found}
    if missing := sorted(set(names) - known):
        raise CommandError(
            f"No such permission: {', '.join(missing)}. Run `manage.py migrate` first."
        )
    return found


def _set_page_permissions(role: str, group: Group) -> None:
    kept = []
    for page_type, codenames in PAGE_PERMISSIONS.get(role, {}).items():
        permissions = Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        )
        for page in page_type.objects.all():
            for permission in permissions:
                row, _created = GroupPagePermission.objects.get_or_create(
                    group=group, page=page.page_ptr, permission=permission
                )
                kept.append(row.pk)
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()


def _set_file_permissions(role: str, group: Group) -> None:
    root = Collection.get_first_root_node()
    kept = []
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtaildocs", "wagtailimages"],
        codename__in=FILE_PERMISSIONS.get(role, frozenset()),
    ):
        row, _created = GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
        kept.append(row.pk)
    GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=kept).delete()


def _set_workflows(approvers: Group) -> None:
    task, _created = GroupApprovalTask.objects.get_or_create(name=APPROVAL_TASK)
    task.active = True
    task.save()
    task.groups.set([approvers])
    # Wagtail's default workflow would let its own group of moderators approve.
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).delete()
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    for name, page_type in WORKFLOWS.items():
        workflow, _created = Workflow.objects.get_or_create(name=name)
        Workflow.objects.filter(pk=workflow.pk).update(active=True)
        workflow.workflow_tasks.exclude(task=task).delete()
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
        for page in page_type.objects.all():
            WorkflowPage.objects.update_or_create(
                page=page.page_ptr, defaults={"workflow": workflow}
            )
