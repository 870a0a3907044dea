"""URLs of registration, of personal links, and of the personal calendar feed."""

from django.urls import path

from sessions_app.registrations.views import (
    addresses,
    invitations,
    personal_feed,
    personal_links,
    registrations,
)

urlpatterns = [
    path("calendar/<str:token>.ics", personal_feed.personal_feed, name="personal_feed"),
    path("sessions/<slug:slug>/register/", registrations.register, name="session_register"),
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
        "registrations/<str:token>/address/",
        addresses.registration_address,
        name="registration_address",
    ),
    path(
        "registrations/<str:token>/confirm-address/",
        addresses.registration_confirm_address,
        name="registration_confirm_address",
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
    path(
        "invitations/<str:token>/unsubscribe/",
        invitations.invitation_unsubscribe,
        name="invitation_unsubscribe",
    ),
]
