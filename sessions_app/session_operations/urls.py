"""URL of one session."""

from django.urls import path

from sessions_app.session_operations import views

urlpatterns = [
    path("sessions/<slug:slug>/", views.session_detail, name="session_detail"),
]
