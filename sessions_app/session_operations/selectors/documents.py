"""View restrictions of documents on public pages."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import CollectionViewRestriction


def is_closed(collection_path: str) -> Exists:
    """Return a condition for documents with a view restriction on their collection or an ancestor.

    ``collection_path`` is the lookup path to the collection's ``path``.
    """
    path = ExpressionWrapper(OuterRef(collection_path), output_field=CharField())
    return Exists(
        CollectionViewRestriction.objects.annotate(document_path=path).filter(
            document_path__startswith=F("collection__path")
        )
    )
