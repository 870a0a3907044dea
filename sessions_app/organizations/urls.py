"""URLs of the public registration form of organizations."""

from django.urls import path

from sessions_app.organizations import views

urlpatterns = [
    path("organizations/register/", views.register, name="organization_register"),
    path("organizations/register/done/", views.register_done, name="organization_register_done"),
]
