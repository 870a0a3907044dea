"""Permissions on Wagtail's admin views. A view that is in neither list is denied."""

import pytest
from django.contrib.auth.models import Permission

from home import admin_permissions
from home.admin_permissions import CHECKED_BY_WAGTAIL, REQUIRED, required
from sessions_app.registrations.staff.registrations import RegistrationIndexView
from tests.builders import build_user
from tests.site.role_matrix.resolver import every_url

#: Wagtail's view for unknown admin URLs, listed by its path because the pattern has no name.
NOT_FOUND = "wagtail.admin.views.home.default"


def admin_names():
    return {url.key for url in every_url() if url.route.startswith("admin/") and url.has_name}


def test_lists_name_only_views_that_there_are():
    assert (CHECKED_BY_WAGTAIL | REQUIRED.keys()) - admin_names() == {NOT_FOUND}


def test_no_view_is_in_both_lists():
    assert CHECKED_BY_WAGTAIL & REQUIRED.keys() == set()


def test_our_own_views_ask_their_policies():
    assert required(RegistrationIndexView.as_view(), "registration:index") is None


@pytest.mark.django_db
@pytest.mark.parametrize(("is_superuser", "status"), [(False, 302), (True, 200)])
def test_view_in_neither_list_opens_to_superusers_alone(client, monkeypatch, is_superuser, status):
    user = build_user(is_superuser=is_superuser)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get("/admin/account/").status_code == 200

    monkeypatch.setattr(
        admin_permissions, "CHECKED_BY_WAGTAIL", CHECKED_BY_WAGTAIL - {"wagtailadmin_account"}
    )

    assert client.get("/admin/account/").status_code == status
