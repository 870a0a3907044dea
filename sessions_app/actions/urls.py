"""URLs of the public action tracker."""

from django.urls import path
from django.views.decorators.http import require_safe

from sessions_app.actions.views import actions, evidence, feed

urlpatterns = [
    path("follow-ups/", actions.action_list, name="action_list"),
    path("follow-ups/feed.atom", require_safe(feed.ActionFeed()), name="action_feed"),
    path("follow-ups/not-done/", actions.undone_list, name="undone_list"),
    path("follow-ups/<str:reference>/", actions.action_detail, name="action_detail"),
    path(
        "follow-ups/<str:reference>/feed.atom",
        require_safe(feed.OneActionFeed()),
        name="action_own_feed",
    ),
    path(
        "follow-ups/<str:reference>/evidence/<int:pk>/",
        evidence.action_evidence,
        name="action_evidence",
    ),
]
