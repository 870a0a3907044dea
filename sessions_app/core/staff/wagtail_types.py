"""Typed bases for mixins of Wagtail's generic views, which have no type annotations.

For mypy only. At run time the classes are empty, except for attributes that ``as_view`` must
accept.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.forms import BaseForm, BaseModelForm
from django.views.generic import FormView

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
    from django_stubs_ext import StrOrPromise

    from sessions_app.core.policies import RecordPolicy

Record = TypeVar("Record", bound=Model)
AnyForm = TypeVar("AnyForm", bound=BaseForm)
RecordForm = TypeVar("RecordForm", bound=BaseModelForm[Model])

if TYPE_CHECKING:
    #: The form may also be a group of forms, which is not a ``BaseForm``.
    FormPage = FormView[Any]
    #: Base of mixins for any view with a form.
    FormPageMixin = FormView[Any]

    class AdminView(TemplateResponseMixin, ContextMixin, View):
        """An admin page with header and breadcrumbs, protected by a permission policy."""

        model: type[Model]
        permission_policy: RecordPolicy
        permission_required: str | None
        any_permission_required: list[str] | None
        index_url_name: str
        page_title: StrOrPromise
        breadcrumbs_items: list[dict[str, object]]

    class ListPage(AdminView):
        is_export: bool
        list_export: list[str]

        def to_row_dict(self, item: Any) -> dict[str, Any]:
            """Return the values of a row of an export, by the names in ``list_export``."""

    class RecordPage(AdminView, Generic[Record]):
        object: Record
        pk_url_kwarg: str
        header_icon: str

        def get_object(self) -> Record:
            """Return the record that the URL identifies. Raises ``Http404``."""

    class RecordFormPage(RecordPage[Record], Generic[Record, RecordForm]):
        form: RecordForm
        has_content_changes: bool
        produced_error_message: str

        def get_form_kwargs(self) -> dict[str, object]:
            """Return the keyword arguments of the form."""

        def form_valid(self, form: RecordForm) -> HttpResponse:
            """Save the form and redirect."""

        def form_invalid(self, form: RecordForm) -> HttpResponse:
            """Show the form again."""

        def get_error_message(self) -> str:
            """Return the message above a form that has errors."""

else:
    FormPage = FormView

    class FormPageMixin:
        pass

    class AdminView:
        pass

    class ListPage:
        pass

    class RecordPage(Generic[Record]):
        model = permission_policy = None

    class RecordFormPage(Generic[Record, RecordForm]):
        pass
