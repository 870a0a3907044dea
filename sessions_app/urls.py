"""Public addresses of the domain. Only `organization/` asks anybody to sign in."""

from django.urls import path
from django.views.decorators.http import require_safe

from sessions_app.views import (
    action_feed,
    actions,
    calendar_feeds,
    invitations,
    listening_sessions,
    organizations,
    personal_links,
    registrations,
    session_months,
    workspace,
)

app_name = "sessions_app"

urlpatterns = [
    path("calendar.ics", calendar_feeds.public_feed, name="public_feed"),
    path("calendar/<str:token>.ics", calendar_feeds.personal_feed, name="personal_feed"),
    path("programs/<slug:slug>/calendar.ics", calendar_feeds.program_feed, name="program_feed"),
    path("sessions/", listening_sessions.session_list, name="session_list"),
    path("sessions/calendar/", session_months.session_month, name="session_month"),
    path("sessions/subscribe/", session_months.session_subscribe, name="session_subscribe"),
    path("sessions/<slug:slug>/", listening_sessions.session_detail, name="session_detail"),
    path("sessions/<slug:slug>/register/", registrations.register, name="session_register"),
    path(
        "sessions/<slug:slug>/calendar.ics",
        listening_sessions.session_calendar,
        name="session_calendar",
    ),
    path(
        "registrations/<str:token>/",
        personal_links.registration_detail,
        name="registration_detail",
    ),
    path(
        "registrations/<str:token>/change/",
        personal_links.registration_change,
        name="registration_change",
    ),
    path(
        "registrations/<str:token>/cancel/",
        personal_links.registration_cancel,
        name="registration_cancel",
    ),
    path(
        "registrations/<str:token>/calendar.ics",
        personal_links.registration_calendar,
        name="registration_calendar",
    ),
    path("invitations/<str:token>/", invitations.invitation_detail, name="invitation_detail"),
    path(
        "invitations/<str:token>/register/",
        invitations.invitation_register,
        name="invitation_register",
    ),
    path(
        "invitations/<str:token>/decline/",
        invitations.invitation_decline,
        name="invitation_decline",
    ),
    path("organizations/register/", organizations.register, name="organization_register"),
    path(
        "organizations/register/done/",
        organizations.register_done,
        name="organization_register_done",
    ),
    path("organization/", workspace.workspace, name="workspace"),
    path("organization/details/", workspace.own_details, name="workspace_details"),
    path("organization/calendar/", workspace.new_calendar_address, name="workspace_calendar"),
    path(
        "organization/registrations/<str:reference>/",
        workspace.open_registration,
        name="workspace_registration",
    ),
    path("follow-ups/", actions.action_list, name="action_list"),
    path("follow-ups/feed.atom", require_safe(action_feed.ActionFeed()), name="action_feed"),
    path("follow-ups/<str:reference>/", actions.action_detail, name="action_detail"),
]
