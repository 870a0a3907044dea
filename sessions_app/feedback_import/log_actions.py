"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.feedback_import.upload": (_("Upload a spreadsheet"), _("Uploaded the spreadsheet")),
    "engagement.feedback_import.start": (_("Start an import"), _("Started the import")),
    "engagement.feedback_import.finish": (_("Import feedback"), _("Imported the rows")),
    "engagement.feedback_import.discard": (_("Discard an import"), _("Discarded the import")),
}
