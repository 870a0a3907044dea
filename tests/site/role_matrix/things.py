"""Example documents, images, and objects that administrators manage."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Site, UploadedFile, Workflow

from home.models import ContactSettings, HomePage
from sessions_app.core import roles
from tests import builders
from tests.site.role_matrix.examples import People, Values, Variants
from tests.site.role_matrix.people import ADMINISTRATOR, MANAGER, make_passkey


def make_things(people: People) -> tuple[Values, Variants]:
    """Return example values.

    Variants: ``managers`` is a document for managers only, and there is one per bulk action.
    """
    everything = Collection.get_first_root_node()
    document = _document("agenda.txt")
    secret = _document("plans.txt", collection=everything.add_child(name="For managers"))
    restriction = CollectionViewRestriction.objects.create(
        collection=secret.collection, restriction_type="groups"
    )
    restriction.groups.add(Group.objects.get(name=roles.ROLE_MANAGER))
    image = Image.objects.create(title="Hall", file=get_test_image_file(size=(8, 8)))
    values: Values = {
        # Invalid tokens for e-mailed links.
        "": {"key": "x", "uidb36": "1", "uidb64": "1", "token": "x"},
        # Only the owner of a passkey has access.
        "mfa_edit_webauthn": {"pk": make_passkey(people[ADMINISTRATOR]).pk},
        "mfa_remove_webauthn": {"pk": make_passkey(people[ADMINISTRATOR]).pk},
        "wagtaildocs": {
            "document_id": document.pk,
            "doc_id": document.pk,
            "uploaded_file_id": _upload(Document, people).pk,
        },
        "wagtaildocs_chooser": {"pk": document.pk},
        "wagtaildocs_serve": {"": (document.pk, document.filename)},
        "wagtaildocs_authenticate_with_password": {"restriction_id": restriction.pk},
        "wagtailadmin_api:documents": {"pk": document.pk},
        "wagtailadmin_api:documents:find": {"?": f"id={document.pk}"},
        "wagtailimages": {
            "image_id": image.pk,
            "uploaded_file_id": _upload(Image, people).pk,
            "filter_spec": "no-such-filter",
        },
        "wagtailimages_chooser": {"pk": image.pk, "image_id": image.pk},
        "wagtailadmin_api:images": {"pk": image.pk},
        "wagtailadmin_api:images:find": {"?": f"id={image.pk}"},
        **_of_administrators(everything.add_child(name="Hearings")),
    }
    page = HomePage.objects.get().get_children().get(slug="text")
    variants: Variants = {
        "managers": {"wagtaildocs_serve": {"": (secret.pk, secret.filename)}},
        **_bulk_actions(page, document, image, builders.build_user()),
    }
    values["wagtail_bulk_action"] = variants["page.move"]["wagtail_bulk_action"]
    return values, variants


def _of_administrators(collection: Collection) -> Values:
    workflow = Workflow.objects.get(name="Page approval")
    task = {"pk": workflow.tasks.get().pk}
    return {
        "wagtailadmin_collections": {"pk": collection.pk, "collection_id": collection.pk},
        "wagtailadmin_workflows": {
            "pk": workflow.pk,
            "workflow_pk": workflow.pk,
            "page_pk": HomePage.objects.get().pk,
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
            "task_id": task["pk"],
        },
        "wagtailadmin_workflows:edit_task": task,
        "wagtailadmin_workflows:disable_task": task,
        "wagtailadmin_workflows:enable_task": task,
        "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
        "wagtailredirects": {"redirect_id": Redirect.add_redirect("/old", "/programs/").pk},
        "wagtailsettings": {
            "app_name": ContactSettings._meta.app_label,
            "model_name": ContactSettings._meta.model_name,
            "pk": Site.objects.get().pk,
        },
        "simple_translation": {"app_label": "home", "model_name": "homepage", "pk": "1"},
        "wagtailsites": {"pk": Site.objects.get().pk},
        "wagtailusers_users": {"pk": builders.build_user().pk},
        "wagtailusers_groups": {"pk": Group.objects.first().pk},
    }


def _bulk_actions(*examples: Any) -> Variants:
    """Return a variant ``model.action`` for each bulk action in Wagtail, with one example."""
    bulk_action_registry._scan_for_bulk_actions()
    example_of = {type(example)._meta.model_name: example for example in examples}
    variants: Variants = {}
    for app_label, models in bulk_action_registry.actions.items():
        for model_name, actions in models.items():
            for action in actions:
                address = {"app_label": app_label, "model_name": model_name, "action": action}
                address["?"] = f"id={example_of[model_name].pk}"
                variants[f"{model_name}.{action}"] = {"wagtail_bulk_action": address}
    return variants


def _document(name: str, **values: Any) -> Document:
    file = ContentFile(b"plain words", name=name)
    return Document.objects.create(title=name, file=file, **values)


def _upload(model: type, people: People) -> UploadedFile:
    """Create a file that a manager has uploaded, without metadata yet."""
    return UploadedFile.objects.create(
        file=ContentFile(b"plain words", name="plans.txt"),
        uploaded_by_user=people[MANAGER],
        for_content_type=ContentType.objects.get_for_model(model),
    )
