"""URLs of a representative's workspace; the only public ones that require sign-in."""

from django.urls import path

from sessions_app.organization_operations import views

urlpatterns = [
    path("organization/", views.workspace, name="workspace"),
    path("organization/details/", views.own_details, name="workspace_details"),
    path("organization/answers/", views.workspace_trail, name="workspace_trail"),
    path("organization/calendar/", views.new_calendar_address, name="workspace_calendar"),
    path(
        "organization/registrations/<str:reference>/",
        views.open_registration,
        name="workspace_registration",
    ),
]
