from django.urls import path, register_converter
from django.urls.converters import StringConverter

from engagement_site.caught_mail import views


class FileNameConverter(StringConverter):
    """A name as the backend gives it: no dots, so that no path leads out of the folder."""

    regex = r"[0-9T]+-[0-9a-f]+"


register_converter(FileNameConverter, "caught")

urlpatterns = [
    path("", views.mailbox, name="caught_mail"),
    path("<caught:name>/<int:number>/", views.attachment, name="caught_mail_attachment"),
]
