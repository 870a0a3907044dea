"""Permissions of each role on pages, documents and images.

The counterpart of ``sessions_app.core.roles`` for pages.

Only managers publish. Officers write responses and no other pages.
"""

from collections.abc import Mapping

from wagtail.models import Page

from home.models import HomePage, ResponseIndexPage
from sessions_app.core.roles import ROLE_EDITOR, ROLE_ENGAGEMENT_OFFICER, ROLE_MANAGER

_WRITE = frozenset({"add_page", "change_page"})
_APPROVE = _WRITE | {"publish_page", "lock_page", "unlock_page"}

#: Role → page type → permissions on every page of the type and its descendants.
PAGE_PERMISSIONS: Mapping[str, Mapping[type[Page], frozenset[str]]] = {
    ROLE_EDITOR: {HomePage: _WRITE},
    ROLE_ENGAGEMENT_OFFICER: {ResponseIndexPage: _WRITE},
    ROLE_MANAGER: {HomePage: _APPROVE},
}

_ADD_FILES = frozenset({"add_document", "choose_document", "add_image", "choose_image"})
# Wagtail counts deleting a file as changing it, and has no permission for deleting.
_CHANGE_FILES = _ADD_FILES | {"change_document", "change_image"}

#: Role → permissions on documents and images, in every collection.
FILE_PERMISSIONS: Mapping[str, frozenset[str]] = {
    ROLE_EDITOR: _CHANGE_FILES,
    ROLE_ENGAGEMENT_OFFICER: _ADD_FILES,
    ROLE_MANAGER: _CHANGE_FILES,
}

#: Role → permissions on models of this app and on redirects.
MODEL_PERMISSIONS: Mapping[str, frozenset[str]] = {
    ROLE_EDITOR: frozenset({"home.view_pagefeedback"}),
    ROLE_MANAGER: frozenset(
        {
            "home.view_pagefeedback",
            "home.change_contactsettings",
            "home.change_requiredpages",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
        }
    ),
}

#: Workflow name → the page type at whose pages it starts. All end with approval by a manager.
WORKFLOWS: Mapping[str, type[Page]] = {
    "Page approval": HomePage,
    "Response approval": ResponseIndexPage,
}
APPROVAL_TASK = "Approval by a manager"
APPROVING_ROLE = ROLE_MANAGER
