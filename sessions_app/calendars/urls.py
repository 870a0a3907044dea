"""URLs of the public feeds, and of one session's calendar file."""

from django.urls import path

from sessions_app.calendars import views

urlpatterns = [
    path("calendar.ics", views.public_feed, name="public_feed"),
    path("programs/<slug:slug>/calendar.ics", views.program_feed, name="program_feed"),
    path("sessions/subscribe/", views.session_subscribe, name="session_subscribe"),
    path("sessions/<slug:slug>/calendar.ics", views.session_calendar, name="session_calendar"),
]
