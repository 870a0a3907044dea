from django.urls import path, register_converter
from django.urls.converters import StringConverter

from engagement_site.caught_mail import views


class FileNameConverter(StringConverter):
    """A file name from the backend. No dots, to prevent path traversal."""

    regex = r"[0-9T]+-[0-9a-f]+"


register_converter(FileNameConverter, "caught")

urlpatterns = [
    path("", views.mailbox, name="caught_mail"),
    path("<caught:name>/<int:number>/", views.attachment, name="caught_mail_attachment"),
]
